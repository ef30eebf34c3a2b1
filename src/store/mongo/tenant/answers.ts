import type { Filter } from 'mongodb';
import type { AnswerId, ConversationId, OwnerId } from '../../../ids.ts';
import type { Abortable } from '../../abortable.ts';
import type { Scope } from '../../access.ts';
import type { AnswerRecord, Answers } from '../../answers.ts';
import { toAnswerBody } from '../../kept-row.ts';
import { NO_ANSWERS, NO_PAGE } from '../../ownerless.ts';
import { type Page, toLastPage } from '../../pages.ts';
import { seesAll } from '../../shown-answer.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { NEWEST_FIRST, type PagePlace, placeByTime, readPage } from '../pages.ts';
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
  const sees: Answers['sees'] = (sources, { signal } = {}) =>
    calls.in(
      db.database,
      async () => {
        const ids = sources.map(({ documentId }) => documentId);
        return seesAll(scope, sources, await present(db, ids, signal));
      },
      signal,
    );
  if (owner === null) return { ...NO_ANSWERS, sees };
  const theirs = { scope, owner };
  return { ...createCompleted(db, theirs, { calls }), ...createRuns(db, theirs, { calls }), sees };
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

  const readAnswers = async (
    conversationId: ConversationId,
    { signal, ...page }: PagePlace<AnswerRow> & { limit: number } & Abortable,
  ): Promise<Page<AnswerRecord>> => {
    if (!(await hasConversation(db, owner, conversationId, signal))) return NO_PAGE;
    const filter = inConversation(owner, conversationId);
    const { items, ...rest } = await readPage(db.answers, { filter, ...page, signal, read: (row): AnswerRow => row });
    return { items: await showRows(db, scope, items, signal), ...rest };
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
    list: (conversationId, { after, ...page }) =>
      call(() => readAnswers(conversationId, { ...placeByTime(after, OLDEST_FIRST), ...page }), page.signal),
    last: (conversationId, { before, ...page }) =>
      call(
        async () => toLastPage(await readAnswers(conversationId, { ...placeByTime(before, NEWEST_FIRST), ...page })),
        page.signal,
      ),
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
