import type { Filter } from 'mongodb';
import type { ApiTokenRecord, ApiTokens, FoundApiToken } from '../../api-tokens.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { NEWEST_FIRST, placeByTime, readPage } from '../pages.ts';
import { fromStored, toStored } from '../tenant/stored-text.ts';
import type { Control } from './control.ts';
import type { ApiTokenRow } from './control-rows.ts';

/** API tokens in the control database. */
export function createApiTokens({ control, calls }: { control: Control; calls: Calls }): ApiTokens {
  const { apiTokens } = control;
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(control.database, work, signal);
  return {
    create: (token, hash) =>
      call(async () => {
        await apiTokens.insertOne(toApiTokenRow(token, hash));
      }),
    find: (hash, { signal } = {}) =>
      call(async () => {
        const row = await apiTokens.findOne({ tokenHash: hash }, reading(signal));
        return row && toFoundApiToken(row);
      }, signal),
    findMany: (ids, { signal } = {}) =>
      call(async () => {
        if (ids.length === 0) return [];
        return (await apiTokens.find({ _id: { $in: [...ids] } }, reading(signal)).toArray()).map(toFoundApiToken);
      }, signal),
    list: (tenantId, { limit, after, now, signal }) =>
      call(() => {
        const filter: Filter<ApiTokenRow> = {
          tenantId,
          revoked: false,
          $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }],
        };
        return readPage(apiTokens, { filter, ...placeByTime(after, NEWEST_FIRST), limit, signal, read: toToken });
      }, signal),
    see: (id, at) =>
      call(async () => {
        await apiTokens.updateOne({ _id: id }, { $set: { lastUsedAt: at } });
      }),
    revoke: (tenantId, id) =>
      call(async () => {
        const { matchedCount } = await apiTokens.updateOne(
          { _id: id, tenantId, revoked: false },
          { $set: { revoked: true } },
        );
        return matchedCount === 1;
      }),
  };
}

/** As it is stored. */
export function toApiTokenRow({ id, name, collections, ...rest }: ApiTokenRecord, tokenHash: string): ApiTokenRow {
  return {
    _id: id,
    ...rest,
    name: toStored(name),
    tokenHash,
    collections: collections?.map(toStored) ?? null,
    revoked: false,
  };
}

/** What a row says. */
export function toFoundApiToken(row: ApiTokenRow): FoundApiToken {
  return { token: toToken(row), isRevoked: row.revoked };
}

function toToken({ _id, name, tokenHash: _, collections, revoked: __, ...rest }: ApiTokenRow): ApiTokenRecord {
  return { id: _id, ...rest, name: fromStored(name), collections: collections?.map(fromStored) ?? null };
}
