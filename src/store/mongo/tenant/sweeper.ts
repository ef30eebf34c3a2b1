import type { Collection, Filter } from 'mongodb';
import { delay } from '../../../lib/delay.ts';
import type { Background } from '../background.ts';
import { type Calls, IN_BACKGROUND } from '../calls.ts';
import { reading, serverTime } from '../client.ts';
import { sweepConversations } from './conversation-removal.ts';
import { sweepSlots } from './old-slots.ts';
import { removeOriginal, removeOriginals, sweepUploads } from './originals.ts';
import { spread } from './spread.ts';
import type { TenantDb } from './tenant-db.ts';
import type { DocumentRow } from './tenant-rows.ts';
import { shrinkTombstone } from './tombstones.ts';

/** Removes what nothing shows any more, such as chunks of attempts that are over, and all of deleted documents; finishes what was left undone. */
export interface Sweeper {
  /** Begins to sweep a tenant's database in the background. */
  sweepSoon(db: TenantDb): void;
}

const BATCH = 500;
/** A process that lost its attempt may still be writing a batch, so what was swept is swept once more after this, in ms. */
const GRACE_MS = 60_000;
/** An original whose document has not come by then never will. */
const UPLOAD_MS = 3_600_000;

/** Sweeps in the background what others left. */
export function createSweeper({ background, calls }: { background: Background; calls: Calls }): Sweeper {
  const { signal } = background;
  const scheduled = new Set<string>();

  const sweepLater = async (db: TenantDb) => {
    if (scheduled.has(db.database)) return;
    scheduled.add(db.database);
    await delay(GRACE_MS, { signal });
    scheduled.delete(db.database);
    sweepSoon(db);
  };
  const sweepSoon = (db: TenantDb) =>
    background.start(`sweep ${db.database}`, async () => {
      const hasMore = await calls.in(db.database, () => sweep(db, signal), undefined, IN_BACKGROUND);
      if (hasMore) void sweepLater(db);
    });
  return { sweepSoon };
}

/** True when there is something to be swept once more later. */
async function sweep(db: TenantDb, signal: AbortSignal): Promise<boolean> {
  // The clocks of the processes may be an hour apart.
  const now = await serverTime(db.db);
  await sweepUploads(db, { olderThan: new Date(now.getTime() - UPLOAD_MS) });
  for await (const row of db.documents.find({ sweepAt: { $lte: now } }, reading())) {
    if (signal.aborted) return false;
    await sweepRow(db, row, { again: new Date(now.getTime() + GRACE_MS) });
  }
  // Another process may still search by a slot that was given up, or write to it.
  const hasSlots = await sweepSlots(db, { olderThan: new Date(now.getTime() - GRACE_MS), signal });
  const hasConversations = await sweepConversations(db, { deletedBefore: new Date(now.getTime() - GRACE_MS) });
  if (hasSlots || hasConversations) return true;
  return (await db.documents.findOne({ sweepAt: { $ne: null } }, { projection: { _id: 1 }, ...reading() })) !== null;
}

async function sweepRow(db: TenantDb, row: DocumentRow, { again }: { again: Date }): Promise<void> {
  const { _id, deletedAt, garbage, oldOriginals, sweepAt, swept } = row;
  if (deletedAt) {
    await removeAll(db.chunks, { documentId: _id });
    await removeAll(db.texts, { documentId: _id });
    await removeOriginals(db, _id);
  } else {
    await removeAll(db.chunks, { generation: { $in: garbage } });
    await removeAll(db.texts, { generation: { $in: garbage } });
    for (const original of oldOriginals) await removeOriginal(db, { original, documentId: _id });
    // Whoever changed it may have died before all of it was.
    if (row.isSpreading) await spread(db, row);
  }
  // Whoever adds to it moves `sweepAt`.
  const asSwept = { _id, sweepAt };
  if (!swept) {
    await db.documents.updateOne(asSwept, { $set: { swept: true, sweepAt: again } });
  } else if (deletedAt) await shrinkTombstone(db, row);
  else await db.documents.updateOne(asSwept, { $set: { garbage: [], oldOriginals: [], sweepAt: null, swept: false } });
}

async function removeAll<Row extends { _id: string }>(collection: Collection<Row>, filter: Filter<Row>): Promise<void> {
  for (;;) {
    const rows = await collection.find(filter, reading()).project<{ _id: string }>({ _id: 1 }).limit(BATCH).toArray();
    if (rows.length === 0) return;
    await collection.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } } as Filter<Row>);
  }
}
