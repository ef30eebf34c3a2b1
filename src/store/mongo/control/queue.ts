import type { Filter } from 'mongodb';
import { type LeaseId, newId, type TenantId } from '../../../ids.ts';
import type { IngestionQueue, IngestionWork, LeasedDocument, QueuedDocument } from '../../ingestion-queue.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import type { Control } from './control.ts';
import type { QueueRow } from './control-rows.ts';

/**
 * The documents that wait, in the control database; a lease that ended is handed out again. Leases go by the database's
 * clock: those of the processes may be an hour apart.
 */
export function createQueue({ control, calls }: { control: Control; calls: Calls }): IngestionQueue {
  const { queue } = control;
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(control.database, work, signal);
  const nextPlace = createPlaces();
  const toRow = (item: QueuedDocument) => ({
    _id: idOf(item),
    tenantId: item.tenantId,
    documentId: item.documentId,
    place: nextPlace(),
  });

  const leaseNext = (
    beyond: TenantId | null,
    { work, except, now, leaseMs }: { work: IngestionWork; except: readonly TenantId[]; now: Date; leaseMs: number },
  ) =>
    queue.findOneAndUpdate(
      {
        ...waitingFor(work),
        tenantId: { ...(beyond && { $gt: beyond }), $nin: [...except] },
        leasedUntil: { $lte: now },
      },
      { $set: { lease: newId<LeaseId>(), leasedUntil: later(now, leaseMs) } },
      { sort: { tenantId: 1, place: 1 }, returnDocument: 'after', ...reading() },
    );

  /** False when the lease is no longer held. */
  const changeHeld = async (item: LeasedDocument, change: Partial<QueueRow>): Promise<boolean> => {
    const { matchedCount } = await queue.updateOne({ _id: idOf(item), lease: item.lease }, { $set: change });
    return matchedCount === 1;
  };

  return {
    add: (item, { work = 'PASSAGES' } = {}) =>
      call(async () => {
        const row = { ...toRow(item), ...FREE };
        try {
          await queue.insertOne(work === 'SENTENCES' ? { ...row, work } : row);
        } catch (error) {
          if (kindOf(error) !== 'duplicate') throw error;
          // It waits already, and keeps its place.
          const sentences = { _id: row._id, ...waitingFor('SENTENCES') };
          if (work === 'PASSAGES')
            await queue.updateOne(sentences, { $unset: { work: true }, $set: { ...FREE, place: row.place } });
        }
      }),
    reserve: (item, { leaseMs }) =>
      call(async () => {
        const lease = newId<LeaseId>();
        await queue.insertOne({ ...toRow(item), lease, leasedUntil: later(await control.now(), leaseMs) });
        return { ...item, lease };
      }),
    lease: ({ work = 'PASSAGES', after, except = [], leaseMs, signal }) =>
      call(async () => {
        const asked = { work, except, now: await control.now(), leaseMs };
        const row = (after && (await leaseNext(after, asked))) ?? (await leaseNext(null, asked));
        if (!row?.lease) return null;
        return { tenantId: row.tenantId, documentId: row.documentId, lease: row.lease };
      }, signal),
    renew: (item, { leaseMs }) =>
      call(async () => changeHeld(item, { leasedUntil: later(await control.now(), leaseMs) })),
    release: (item, { behindOthers = false } = {}) =>
      call(() => changeHeld(item, behindOthers ? { ...FREE, place: nextPlace() } : FREE)),
    advance: (item) => call(() => changeHeld(item, { ...FREE, work: 'SENTENCES' })),
    settle: (item) =>
      call(async () => (await queue.deleteOne({ _id: idOf(item), lease: item.lease })).deletedCount === 1),
    waiting: (tenantId, { limit, signal }) =>
      call(async () => {
        const free = { ...waitingFor('PASSAGES'), tenantId, leasedUntil: { $lte: await control.now() } };
        const rows = await queue.find(free, reading(signal)).sort({ place: 1 }).limit(limit).toArray();
        return rows.map(({ documentId }) => documentId);
      }, signal),
    remove: (item) =>
      call(async () => {
        await queue.deleteOne({ _id: idOf(item) });
      }),
    size: ({ work = 'PASSAGES', signal } = {}) =>
      call(() => queue.countDocuments(waitingFor(work), reading(signal)), signal),
  };
}

/** Of a row that nobody has leased. */
const FREE = { lease: null, leasedUntil: new Date(0) } as const;

/** A row says only that it waits for sentences: most wait for their passages. */
function waitingFor(work: IngestionWork): Filter<QueueRow> {
  return { work: work === 'SENTENCES' ? work : { $exists: false } };
}

function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms);
}

function idOf({ tenantId, documentId }: QueuedDocument): string {
  return `${tenantId}:${documentId}`;
}

/** Places in the order in which they are asked for; those of several processes are in the order of their clocks. */
function createPlaces(): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Date.now() * 1_000);
    return String(last).padStart(20, '0');
  };
}
