import type { Filter } from 'mongodb';
import type { AnswerId, ConversationId, OwnerId } from '../../../ids.ts';
import type { Scope } from '../../access.ts';
import type { AnswerRecord, Answers } from '../../answers.ts';
import { documentsOf, LOST, showRun, toAnswerBody, toEndBody } from '../../kept-row.ts';
import { NO_ANSWERS } from '../../ownerless.ts';
import { showPassages } from '../../shown-answer.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { placeByTime, readPage } from '../pages.ts';
import { eventsId, GOES_ON, present, showRows, toEnd, toKept, toRating, toRow } from './answer-rows.ts';
import { ofLivingConversations } from './conversation-removal.ts';
import { toFolded, toStored } from './stored-text.ts';
import type { TenantDb } from './tenant-db.ts';
import { type AnswerRow, checkTenant } from './tenant-rows.ts';

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
  return owner === null ? { ...NO_ANSWERS, show } : { ...createOwned(db, { scope, owner }, { calls }), show };
}

function createOwned(
  db: TenantDb,
  { scope, owner }: { scope: Scope; owner: OwnerId },
  { calls }: { calls: Calls },
): Omit<Answers, 'show'> {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(db.database, work, signal);

  /** Whether their conversation is there, if any is named. */
  const isTheirs = async (id: ConversationId | null, signal?: AbortSignal) =>
    id === null ||
    (await db.conversations.findOne(
      { _id: id, owner, deletedAt: null },
      { projection: { _id: 1 }, ...reading(signal) },
    )) !== null;

  /** Notes that a conversation was asked in, and gives it a title if it has none. False where it is not there. */
  const noteAsked = async ({ conversationId, createdAt }: AnswerRecord, title: string): Promise<boolean> => {
    if (conversationId === null) return true;
    const there = { _id: conversationId, owner, deletedAt: null };
    const asked = { $max: { updatedAt: createdAt } };
    const named = { ...asked, $set: { title: toStored(title), foldedTitle: toFolded(title) } };
    if ((await db.conversations.updateOne({ ...there, title: null }, named)).matchedCount > 0) return true;
    return (await db.conversations.updateOne(there, asked)).matchedCount > 0;
  };

  /** Inserts a row, unless its conversation is deleted meanwhile. What a kill leaves of it then is swept with that. */
  const insert = async (row: AnswerRow): Promise<boolean> => {
    try {
      await db.answers.insertOne(row);
    } catch (error) {
      // The reply to its insert was lost.
      if (kindOf(error) !== 'duplicate') throw error;
    }
    if (await isTheirs(row.conversationId)) return true;
    await db.answers.deleteOne({ _id: row._id, owner });
    return false;
  };

  /** A row of theirs, if its conversation is there. */
  const findRow = async (id: AnswerId, signal?: AbortSignal) => {
    const row = await db.answers.findOne({ _id: id, owner }, reading(signal));
    return row && (await isTheirs(row.conversationId, signal)) ? row : null;
  };

  const findMany = async (ids: readonly AnswerId[], signal?: AbortSignal) => {
    const completed = { _id: { $in: [...ids] }, owner, status: 'COMPLETED' as const };
    const rows = ids.length === 0 ? [] : await db.answers.find(completed, reading(signal)).toArray();
    return await showRows(db, scope, await ofLivingConversations(db, rows, signal), signal);
  };

  return {
    keep: async (answer, { title }) => {
      await db.prepare();
      return await call(async () => {
        // A conversation that was asked in, whose answer was lost, is whole; an answer in one that doesn't know is not.
        if (!(await noteAsked(answer, title))) return false;
        return await insert({
          ...toRow(db, owner, answer),
          ...toEnd('COMPLETED', toAnswerBody(answer), new Date()),
          ...toRating(answer.rating),
        });
      });
    },
    findMany: (ids, { signal } = {}) => call(() => findMany(ids, signal), signal),
    list: (conversationId, { limit, after, signal }) =>
      call(async () => {
        if (!(await isTheirs(conversationId, signal))) return { items: [], hasNextPage: false, totalCount: 0 };
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
        if (!(await isTheirs(conversationId, signal))) return [];
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

    begin: async (run, leaseUntil) => {
      await db.prepare();
      return await call(async () => {
        if (!(await isTheirs(run.conversationId))) return false;
        return await insert({ ...toRow(db, owner, run), leaseUntil });
      });
    },
    progress: (id, { status, position, from, events, leaseUntil }) =>
      call(async () => {
        const row = await db.answers.findOneAndUpdate(
          { _id: id, owner, status: GOES_ON },
          { $set: { status, position, leaseUntil } },
          { projection: { tenantId: 1, stopAsked: 1 } },
        );
        if (!row) return null;
        const { stopAsked } = checkTenant(row, db.tenantId);
        if (events.length > 0) {
          const said = { first: from, behind: from + events.length, events: JSON.stringify(events) };
          await db.answerEvents.replaceOne(
            { _id: eventsId(id, from) },
            { tenantId: db.tenantId, answerId: id, at: new Date(), ...said },
            { upsert: true },
          );
        }
        return { stopAsked };
      }),
    end: (id, end, { title }) =>
      call(async () => {
        const goesOn = { _id: id, owner, status: GOES_ON };
        if (end.status === 'COMPLETED') {
          if (!(await db.answers.findOne(goesOn, { projection: { _id: 1 }, ...reading() }))) return false;
          if (!(await noteAsked(end.answer, title))) return false;
        }
        const ended = { $set: toEnd(end.status, toEndBody(end), new Date()) };
        return (await db.answers.updateOne(goesOn, ended)).matchedCount > 0;
      }),
    run: (id, { now, signal }) =>
      call(async () => {
        let row = await findRow(id, signal);
        if (row?.leaseUntil && row.leaseUntil <= now) {
          await db.answers.updateOne(
            { _id: id, status: GOES_ON, leaseUntil: { $lte: now } },
            { $set: toEnd('FAILED', LOST, now) },
          );
          row = await findRow(id, signal);
        }
        if (!row) return null;
        const kept = toKept(db, row);
        return showRun(scope, kept, await present(db, documentsOf([kept]), signal));
      }, signal),
    events: (id, { from, signal }) =>
      call(async () => {
        if (!(await findRow(id, signal))) return [];
        const pieces = db.answerEvents
          .find({ answerId: id, behind: { $gt: from } }, reading(signal))
          .sort({ first: 1 });
        return (await pieces.toArray())
          .flatMap((row) => {
            const { first, events } = checkTenant(row, db.tenantId);
            return (JSON.parse(events) as string[]).map((event, at) => ({ number: first + at, event }));
          })
          .filter(({ number }) => number >= from);
      }, signal),
    askToStop: (id) =>
      call(async () => {
        const asked = await db.answers.updateOne({ _id: id, owner, status: GOES_ON }, { $set: { stopAsked: true } });
        return asked.matchedCount > 0;
      }),
  };
}

function inConversation(owner: OwnerId, conversationId: ConversationId): Filter<AnswerRow> {
  return { conversationId, owner, status: 'COMPLETED' };
}
