import type { Filter } from 'mongodb';
import type { SessionId } from '../../../ids.ts';
import type { SessionRecord, Sessions } from '../../sessions.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { fromStored, toStored } from '../tenant/stored-text.ts';
import type { Control } from './control.ts';
import type { SessionRow } from './control-rows.ts';

/** Sessions in the control database. Without transactions: what is there without its session counts for nothing. */
export function createSessions({ control, calls }: { control: Control; calls: Calls }): Sessions {
  const { sessions, refreshTokens } = control;
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(control.database, work, signal);

  const endWhere = (filter: Filter<SessionRow>) => endSessions(control, filter);

  const findLive = async (id: SessionId, now: Date): Promise<SessionRecord | null> => {
    const row = await sessions.findOne({ _id: id, expiresAt: { $gt: now } }, reading());
    return row && toSession(row);
  };

  return {
    create: (session, refreshHash) =>
      call(async () => {
        const { id, expiresAt } = session;
        // The session comes last: without its token it would be there, and could not go on.
        await refreshTokens.insertOne({ _id: refreshHash, sessionId: id, usedAt: null, expiresAt });
        await sessions.insertOne(toSessionRow(session));
      }),
    rotate: ({ hash, next, now, expiresAt, graceMs }) =>
      call(async () => {
        const token = await refreshTokens.findOne({ _id: hash }, reading());
        const session = token && (await findLive(token.sessionId, now));
        if (!token || !session) return { type: 'UNKNOWN' };
        if (token.usedAt === null) {
          // The next one is there before the old one is used up: after a kill in between, the old one is good still.
          await refreshTokens.insertOne({ _id: next, sessionId: session.id, usedAt: null, expiresAt });
          const { modifiedCount } = await refreshTokens.updateOne(
            { _id: hash, usedAt: null },
            { $set: { usedAt: now } },
          );
          if (modifiedCount === 1) {
            await sessions.updateOne({ _id: session.id }, { $set: { lastSeenAt: now, expiresAt } });
            return { type: 'ROTATED', session: { ...session, lastSeenAt: now, expiresAt } };
          }
          await refreshTokens.deleteOne({ _id: next });
          return { type: 'REPEATED' };
        }
        if (now.getTime() - token.usedAt.getTime() < graceMs) return { type: 'REPEATED' };
        await endWhere({ _id: session.id });
        return { type: 'REUSED', session };
      }),
    renew: (id, { next, now, expiresAt }) =>
      call(async () => {
        const { matchedCount } = await sessions.updateOne({ _id: id }, { $set: { lastSeenAt: now, expiresAt } });
        if (matchedCount === 0) return false;
        await refreshTokens.insertOne({ _id: next, sessionId: id, usedAt: null, expiresAt });
        await refreshTokens.updateMany({ sessionId: id, usedAt: null, _id: { $ne: next } }, { $set: { usedAt: now } });
        return true;
      }),
    findMany: (ids, { now, signal }) =>
      call(async () => {
        if (ids.length === 0) return [];
        const found = sessions.find({ _id: { $in: [...ids] }, expiresAt: { $gt: now } }, reading(signal));
        return (await found.toArray()).map(toSession);
      }, signal),
    list: (userId, { now, signal }) =>
      call(async () => {
        const found = sessions.find({ userId, expiresAt: { $gt: now } }, reading(signal));
        return (await found.sort({ lastSeenAt: -1, _id: 1 }).toArray()).map(toSession);
      }, signal),
    see: (id, at) =>
      call(async () => {
        await sessions.updateOne({ _id: id }, { $set: { lastSeenAt: at } });
      }),
    end: (userId, id) => call(async () => (await endWhere({ _id: id, userId })) > 0),
    endAll: (userId, { except, tenantId } = {}) =>
      call(() => endWhere({ userId, ...(except && { _id: { $ne: except } }), ...(tenantId && { tenantId }) })),
    sweep: (now) =>
      call(async () => {
        await endWhere({ expiresAt: { $lte: now } });
        await refreshTokens.deleteMany({ expiresAt: { $lte: now } });
      }),
  };
}

/**
 * Ends the sessions that fit, and counts them. A session goes before its tokens: from then on these are worth nothing, even
 * if a kill leaves them there.
 */
export async function endSessions(
  { sessions, refreshTokens }: Pick<Control, 'sessions' | 'refreshTokens'>,
  filter: Filter<SessionRow>,
): Promise<number> {
  const found = await sessions.find(filter, { projection: { _id: 1 }, ...reading() }).toArray();
  const ids = found.map(({ _id }) => _id);
  if (ids.length === 0) return 0;
  const { deletedCount } = await sessions.deleteMany({ _id: { $in: ids } });
  await refreshTokens.deleteMany({ sessionId: { $in: ids } });
  return deletedCount;
}

/** As it is stored. */
export function toSessionRow({ id, device, ...session }: SessionRecord): SessionRow {
  return { _id: id, ...session, device: device === null ? null : toStored(device) };
}

/** What a row says. */
export function toSession({ _id, device, ...session }: SessionRow): SessionRecord {
  return { id: _id, ...session, device: device === null ? null : fromStored(device) };
}
