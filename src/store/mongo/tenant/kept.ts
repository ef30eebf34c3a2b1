import type { AnswerId } from '../../../ids.ts';
import { EVERYTHING } from '../../access.ts';
import type { KeptAnswers } from '../../answers.ts';
import { documentsOf, LOST, toCopy, toRated } from '../../kept-row.ts';
import { showPassages } from '../../shown-answer.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { GOES_ON, present, toEnd, toKept } from './answer-rows.ts';
import { bury, ofLivingConversations, removeAnswers } from './conversation-removal.ts';
import { toConversation } from './conversations.ts';
import type { Sweeper } from './sweeper.ts';
import type { TenantDb } from './tenant-db.ts';
import { forgetTombstones } from './tombstones.ts';

/** Runs whose events are looked at in one go. */
const BATCH = 500;

/** What is kept of everybody's answers, in the tenant's database. */
export function createKept(db: TenantDb, { calls, sweeper }: { calls: Calls; sweeper: Sweeper }): KeptAnswers {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(db.database, work, signal);

  return {
    forget: (owner) =>
      call(async () => {
        await bury(db, { owner });
        await removeAnswers(db, { owner });
      }).finally(() => sweeper.sweepSoon(db)),
    sweep: ({ now, answersBefore, eventsBefore, deletedBefore }) =>
      call(async () => {
        await db.answers.updateMany(
          { status: GOES_ON, leaseUntil: { $lte: now } },
          { $set: toEnd('FAILED', LOST, now) },
        );
        const isOld = { createdAt: { $lt: answersBefore } };
        await removeAnswers(db, { status: 'COMPLETED', conversationId: null, ...isOld });
        await removeAnswers(db, { status: { $in: ['FAILED', 'STOPPED'] }, ...isOld });
        await sweepEvents(db, eventsBefore);
        await forgetTombstones(db, deletedBefore);
        // What a process that died has left of deleted conversations.
        sweeper.sweepSoon(db);
      }),
    rated: ({ after, limit, signal }) =>
      call(async () => {
        const found = db.answers
          .find({ isRated: true, ...(after && { _id: { $gt: after } }) }, reading(signal))
          .sort({ _id: 1 })
          .limit(limit);
        const rows = (await found.toArray()).map((row) => toKept(db, row));
        const documents = await present(db, documentsOf(rows), signal);
        return rows.flatMap(({ rating, ...row }) => {
          const passages = showPassages(EVERYTHING, row.body?.passages ?? [], documents);
          return rating ? [toRated({ ...row, rating }, passages)] : [];
        });
      }, signal),
    conversations: ({ after, limit, signal }) =>
      call(async () => {
        const found = db.conversations
          .find({ deletedAt: null, ...(after && { _id: { $gt: after } }) }, reading(signal))
          .sort({ _id: 1 })
          .limit(limit);
        return (await found.toArray()).map((row) => ({ owner: row.owner, conversation: toConversation(db, row) }));
      }, signal),
    answers: ({ after, limit, signal }) =>
      call(async () => {
        const found = db.answers
          .find({ status: 'COMPLETED', ...(after && { _id: { $gt: after } }) }, reading(signal))
          .sort({ _id: 1 })
          .limit(limit);
        const rows = await ofLivingConversations(db, await found.toArray(), signal);
        const kept = rows.map((row) => ({ owner: row.owner, row: toKept(db, row) }));
        const documents = await present(db, documentsOf(kept.map(({ row }) => row)), signal);
        return kept.map(({ owner, row }) => ({ owner, answer: toCopy(row, documents) }));
      }, signal),
  };
}

/** Removes the events of runs that ended before, and of those that are gone. */
async function sweepEvents(db: TenantDb, before: Date): Promise<void> {
  let after: AnswerId | null = null;
  for (;;) {
    const old = { at: { $lt: before }, ...(after && { answerId: { $gt: after } }) };
    const groups: { _id: AnswerId }[] = await db.answerEvents
      .aggregate<{ _id: AnswerId }>(
        [{ $match: old }, { $group: { _id: '$answerId' } }, { $sort: { _id: 1 } }, { $limit: BATCH }],
        reading(),
      )
      .toArray();
    const ids = groups.map(({ _id }) => _id);
    const needed = await db.answers
      .find(
        { _id: { $in: ids }, $or: [{ endedAt: null }, { endedAt: { $gte: before } }] },
        { projection: { _id: 1 }, ...reading() },
      )
      .toArray();
    const kept = new Set(needed.map(({ _id }) => _id));
    await db.answerEvents.deleteMany({ answerId: { $in: ids.filter((id) => !kept.has(id)) } });
    if (ids.length < BATCH) return;
    after = ids.at(-1) ?? null;
  }
}
