import type { AnswerId, OwnerId } from '../../../ids.ts';
import type { Scope } from '../../access.ts';
import type { Answers } from '../../answers.ts';
import { documentsOf, LOST, showRun, toEndBody } from '../../kept-row.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { eventsId, GOES_ON, present, toEnd, toKept, toRow } from './answer-rows.ts';
import { hasConversation, insertRow, noteAsked } from './asked.ts';
import type { TenantDb } from './tenant-db.ts';
import { checkTenant } from './tenant-rows.ts';

/** Somebody's answers on their way, in the tenant's database. */
export function createRuns(
  db: TenantDb,
  { scope, owner }: { scope: Scope; owner: OwnerId },
  { calls }: { calls: Calls },
): Pick<Answers, 'begin' | 'progress' | 'end' | 'run' | 'events' | 'requestStop' | 'noteReader' | 'noteReaderLeft'> {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(db.database, work, signal);

  /** A row of theirs, if its conversation is there. */
  const findRow = async (id: AnswerId, signal?: AbortSignal) => {
    const row = await db.answers.findOne({ _id: id, owner }, reading(signal));
    return row && (await hasConversation(db, owner, row.conversationId, signal)) ? row : null;
  };

  return {
    begin: async (run, leaseUntil) => {
      await db.prepare();
      return await call(async () => {
        if (!(await hasConversation(db, owner, run.conversationId))) return false;
        return await insertRow(db, { ...toRow(db, owner, run), leaseUntil });
      });
    },
    progress: (id, { status, position, from, events, leaseUntil }) =>
      call(async () => {
        const row = await db.answers.findOneAndUpdate(
          { _id: id, owner, status: GOES_ON },
          { $set: { status, position, leaseUntil } },
          { projection: { tenantId: 1, stopAsked: 1, readUntil: 1, leavings: 1 } },
        );
        if (!row) return null;
        const { stopAsked, readUntil, leavings = 0 } = checkTenant(row, db.tenantId);
        if (events.length > 0) {
          const said = { first: from, behind: from + events.length, events: JSON.stringify(events) };
          await db.answerEvents.replaceOne(
            { _id: eventsId(id, from) },
            { tenantId: db.tenantId, answerId: id, at: new Date(), ...said },
            { upsert: true },
          );
        }
        return { stopAsked, readUntil, leavings };
      }),
    end: (id, end, { title }) =>
      call(async () => {
        const goesOn = { _id: id, owner, status: GOES_ON };
        if (end.status === 'COMPLETED') {
          if (!(await db.answers.findOne(goesOn, { projection: { _id: 1 }, ...reading() }))) return false;
          if (!(await noteAsked(db, owner, end.answer, title))) return false;
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
    requestStop: (id) =>
      call(async () => {
        const asked = await db.answers.updateOne({ _id: id, owner, status: GOES_ON }, { $set: { stopAsked: true } });
        return asked.matchedCount > 0;
      }),
    noteReader: (id, until) =>
      call(async () => {
        const asked = await db.answers.updateOne({ _id: id, owner, status: GOES_ON }, { $max: { readUntil: until } });
        return asked.matchedCount > 0;
      }),
    noteReaderLeft: (id) =>
      call(async () => {
        const left = { $set: { readUntil: null }, $inc: { leavings: 1 } };
        return (await db.answers.updateOne({ _id: id, owner, status: GOES_ON }, left)).matchedCount > 0;
      }),
  };
}
