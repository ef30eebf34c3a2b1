import type { Filter } from 'mongodb';
import type { OwnerId } from '../../../ids.ts';
import type { ConversationRecord, Conversations } from '../../conversations.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { placeByTime, readPage } from '../pages.ts';
import { bury, removeAnswers } from './conversation-removal.ts';
import { contains } from './filters.ts';
import { fromStored, toFolded, toStored } from './stored-text.ts';
import type { Sweeper } from './sweeper.ts';
import type { TenantDb } from './tenant-db.ts';
import { type AnswerRow, type ConversationRow, checkTenant } from './tenant-rows.ts';

const LAST_USED_FIRST = { at: 'updatedAt', id: '_id', direction: -1 } as const;

/** Somebody's conversations in the tenant's database. */
export function createConversations(
  db: TenantDb,
  owner: OwnerId,
  { calls, sweeper }: { calls: Calls; sweeper: Sweeper },
): Conversations {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(db.database, work, signal);
  const theirs: Filter<ConversationRow> = { owner, deletedAt: null };
  const read = (row: ConversationRow) => toConversation(db, row);

  return {
    create: async ({ id, title, createdAt }) => {
      await db.prepare();
      return await call(async () => {
        const row: ConversationRow = {
          _id: id,
          tenantId: db.tenantId,
          owner,
          title: title === null ? null : toStored(title),
          foldedTitle: toFolded(title ?? ''),
          createdAt,
          updatedAt: createdAt,
          deletedAt: null,
        };
        try {
          await db.conversations.insertOne(row);
          return read(row);
        } catch (error) {
          if (kindOf(error) !== 'duplicate') throw error;
        }
        // The reply to its insert was lost.
        const made = await db.conversations.findOne({ _id: id, ...theirs }, reading());
        if (!made) throw new TypeError('The id of a new conversation is that of one of somebody else.');
        return read(made);
      });
    },
    find: (id, { signal } = {}) =>
      call(async () => {
        const row = await db.conversations.findOne({ _id: id, ...theirs }, reading(signal));
        return row && read(row);
      }, signal),
    list: ({ contains: part, limit, after, signal }) =>
      call(
        async () =>
          await readPage(db.conversations, {
            filter: part === null ? theirs : { ...theirs, ...(await holding(db, owner, part, signal)) },
            ...placeByTime(after, LAST_USED_FIRST),
            limit,
            signal,
            read,
          }),
        signal,
      ),
    rename: (id, title, at) =>
      call(async () => {
        const row = await db.conversations.findOneAndUpdate(
          { _id: id, ...theirs },
          { $set: { title: toStored(title), foldedTitle: toFolded(title) }, $max: { updatedAt: at } },
          { returnDocument: 'after' },
        );
        return row && read(row);
      }),
    delete: (id) =>
      call(async () => {
        if ((await bury(db, { _id: id, owner })) === 0) return false;
        await removeAnswers(db, { conversationId: id });
        return true;
      }).finally(() => sweeper.sweepSoon(db)),
  };
}

/** The condition on somebody's conversations that hold a part in their title or in a question. */
async function holding(
  db: TenantDb,
  owner: OwnerId,
  part: string,
  signal: AbortSignal | undefined,
): Promise<Filter<ConversationRow>> {
  const asked: Filter<AnswerRow> = { owner, status: 'COMPLETED', foldedQuestion: contains(part) };
  const options = { projection: { conversationId: 1 }, ...reading(signal) };
  const rows = await db.answers.find(asked, options).toArray();
  const ids = [...new Set(rows.map(({ conversationId }) => conversationId))].filter((id) => id !== null);
  return { $or: [{ foldedTitle: contains(part) }, { _id: { $in: ids } }] };
}

/** A row as the port shows it. */
export function toConversation(db: TenantDb, row: ConversationRow): ConversationRecord {
  const { _id, tenantId, title, createdAt, updatedAt } = checkTenant(row, db.tenantId);
  return { id: _id, tenantId, title: title === null ? null : fromStored(title), createdAt, updatedAt };
}
