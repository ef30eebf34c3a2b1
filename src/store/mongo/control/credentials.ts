import type { Collection, Filter, OptionalUnlessRequiredId } from 'mongodb';
import type { Directory } from '../../directory.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { toApiTokenRow, toFoundApiToken } from './api-tokens.ts';
import type { Control } from './control.ts';
import { toInvitation, toInvitationRow } from './invitations.ts';
import { toSession, toSessionRow } from './sessions.ts';

/** What lets somebody into an organisation, as the control database holds it. */
export function createCredentials({
  control,
  calls,
}: {
  control: Control;
  calls: Calls;
}): Pick<Directory, 'credentials' | 'adoptCredentials'> {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(control.database, work, signal);
  return {
    credentials: (tenantId, { signal } = {}) =>
      call(async () => {
        const order = { _id: 1 } as const;
        const read = reading(signal);
        const invitations = await control.invitations.find({ tenantId }, read).sort(order).toArray();
        const apiTokens = await control.apiTokens.find({ tenantId }, read).sort(order).toArray();
        const sessions = await control.sessions.find({ tenantId }, read).sort(order).toArray();
        const ids = sessions.map(({ _id }) => _id);
        const refreshTokens = await control.refreshTokens
          .find({ sessionId: { $in: ids } }, read)
          .sort(order)
          .toArray();
        return {
          invitations: invitations.map((row) => ({ invitation: toInvitation(row), hash: row.tokenHash })),
          apiTokens: apiTokens.map((row) => ({ ...toFoundApiToken(row), hash: row.tokenHash })),
          sessions: sessions.map((row) => ({
            session: toSession(row),
            refreshTokens: refreshTokens
              .filter(({ sessionId }) => sessionId === row._id)
              .map(({ _id: hash, usedAt }) => ({ hash, usedAt })),
          })),
        };
      }, signal),
    adoptCredentials: ({ invitations, apiTokens, sessions }) =>
      call(async () => {
        for (const { invitation, hash } of invitations) {
          await insertOnce(control.invitations, toInvitationRow(invitation, hash));
        }
        for (const { token, hash, isRevoked } of apiTokens) {
          await insertOnce(control.apiTokens, { ...toApiTokenRow(token, hash), revoked: isRevoked });
        }
        // A session comes last: without its tokens it would be there, and could not go on.
        for (const { session, refreshTokens } of sessions) {
          const { id: sessionId, expiresAt } = session;
          for (const { hash, usedAt } of refreshTokens) {
            await insertOnce(control.refreshTokens, { _id: hash, sessionId, usedAt, expiresAt });
          }
          await insertOnce(control.sessions, toSessionRow(session));
        }
      }),
  };
}

/** Inserts a row unless one with its id is there. */
export async function insertOnce<Row extends { _id: string }>(rows: Collection<Row>, row: Row): Promise<void> {
  try {
    await rows.insertOne(row as OptionalUnlessRequiredId<Row>);
  } catch (error) {
    if (kindOf(error) !== 'duplicate') throw error;
    if (await rows.findOne({ _id: row._id } as Filter<Row>, reading())) return;
    throw error;
  }
}
