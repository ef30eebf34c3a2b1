import type { Filter } from 'mongodb';
import type { AnswerId, ConversationId, OwnerId } from '../../../ids.ts';
import type { Scope } from '../../access.ts';
import type { Answers } from '../../answers.ts';
import { toAnswerBody } from '../../kept-row.ts';
import { NO_ANSWERS } from '../../ownerless.ts';
import { showPassages } from '../../shown-answer.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { placeByTime, readPage } from '../pages.ts';
import { present, showRows, toEnd, toRating, toRow } from './answer-rows.ts';
import { hasConversation, insertRow, noteAsked } from './asked.ts';
import { ofLivingConversations } from './conversation-removal.ts';
import { createRuns } from './runs.ts';
import type { TenantDb } from './tenant-db.ts';
import type { AnswerRow } from './tenant-rows.ts';

const OLDEST_FIRST = { at: 'createdAt', id: '_id', direction: 1 } as const;

/** What somebody was answered, in the tenant's database. */
export function createAnswers(
  db: TenantDb,
  { scope, owner }: { scope: Scope; owner: OwnerId | null },
  { calls }: { calls: Calls },
): Answers {
  const show: Answers['show'] = (passages, { signal } = {}) =>
    calls.in(
      db.database,
      async () => {
        const ids = passages.map(({ documentId }) => documentId);
        return showPassages(scope, passages, await present(db, ids, signal));
      },
      signal,
    );
  if (owner === null) return { ...NO_ANSWERS, show };
  const theirs = { scope, owner };
  return { ...createCompleted(db, theirs, { calls }), ...createRuns(db, theirs, { calls }), show };
}

function createCompleted(
  db: TenantDb,
  { scope, owner }: { scope: Scope; owner: OwnerId },
  { calls }: { calls: Calls },
): Pick<Answers, 'keep' | 'findMany' | 'list' | 'last' | 'rate'> {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(db.database, work, signal);

  const findMany = async (ids: readonly AnswerId[], signal?: AbortSignal) => {
    const completed = { _id: { $in: [...ids] }, owner, status: 'COMPLETED' as const };
    const rows = ids.length === 0 ? [] : await db.answers.find(completed, reading(signal)).toArray();
    return await showRows(db, scope, await ofLivingConversations(db, rows, signal), signal);
  };

  return {
    keep: async (answer, { title }) => {
      await db.prepare();
      return await call(async () => {
        if (!(await noteAsked(db, owner, answer, title))) return false;
        return await insertRow(db, {
          ...toRow(db, owner, answer),
          ...toEnd('COMPLETED', toAnswerBody(answer), new Date()),
          ...toRating(answer.rating),
        });
      });
    },
    findMany: (ids, { signal } = {}) => call(() => findMany(ids, signal), signal),
    list: (conversationId, { limit, after, signal }) =>
      call(async () => {
        if (!(await hasConversation(db, owner, conversationId, signal)))
          return { items: [], hasNextPage: false, totalCount: 0 };
        const { items, ...rest } = await readPage(db.answers, {
          filter: inConversation(owner, conversationId),
          ...placeByTime(after, OLDEST_FIRST),
          limit,
          signal,
          read: (row): AnswerRow => row,
        });
        return { items: await showRows(db, scope, items, signal), ...rest };
      }, signal),
    last: (conversationId, { limit, signal }) =>
      call(async () => {
        if (!(await hasConversation(db, owner, conversationId, signal))) return [];
        const newest = db.answers
          .find(inConversation(owner, conversationId), reading(signal))
          .sort({ createdAt: -1, _id: -1 })
          .limit(limit);
        return await showRows(db, scope, (await newest.toArray()).reverse(), signal);
      }, signal),
    rate: (id, rating) =>
      call(async () => {
        await db.answers.updateOne({ _id: id, owner, status: 'COMPLETED' }, { $set: toRating(rating) });
        return (await findMany([id]))[0] ?? null;
      }),
  };
}

function inConversation(owner: OwnerId, conversationId: ConversationId): Filter<AnswerRow> {
  return { conversationId, owner, status: 'COMPLETED' };
}
