import { delay } from '../../../lib/delay.ts';
import type { Background } from '../background.ts';
import { type Calls, IN_BACKGROUND } from '../calls.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import type { VectorSlot } from '../tenant/vector-slots.ts';
import {
  countIndexed,
  createSearchIndexes,
  dropFailedIndexes,
  dropOldIndexes,
  findSearchIndexes,
} from './mongot-commands.ts';
import type { TermSamples } from './term-samples.ts';

/** The life of the search indexes of all tenants. mongot is always some seconds behind, and may be away. */
export interface MongotIndexes {
  /**
   * Whether a tenant's index of terms and that of a slot's vectors answer. One that isn't known to mongot finds nothing
   * without an error, so this is asked before they are relied on.
   */
  areQueryable(db: TenantDb, slot: VectorSlot): Promise<boolean>;
  /** A search has shown that they may not answer any more. */
  doubt(db: TenantDb, slot: VectorSlot): void;
  /** Makes the indexes in the background, waits until they answer, and marks the documents that they hold. */
  follow(db: TenantDb): void;
}

/** How long an answer holds, in ms. */
const YES_MS = 30_000;
const NO_MS = 1_000;
const MAX_PAUSE_MS = 5_000;
const DOCUMENTS_A_ROUND = 50;
/** After so many failures in a row it is reported, and tried again later. */
const MOST_FAILURES = 3;

/** Makes search indexes in the background, where a tenant is large enough. */
export function createMongotIndexes({
  background,
  calls,
  samples,
  minChunks,
  pollMs,
}: {
  background: Background;
  calls: Calls;
  samples: TermSamples;
  minChunks: number;
  pollMs: number;
}): MongotIndexes {
  /** By tenant and slot. */
  const known = new Map<string, { queryable: boolean; until: number }>();

  const areQueryable = async (db: TenantDb, slot: VectorSlot): Promise<boolean> => {
    const answer = known.get(keyOf(db, slot));
    if (answer && Date.now() < answer.until) return answer.queryable;
    const queryable = (await findSearchIndexes(db, [slot])) === 'queryable';
    known.set(keyOf(db, slot), { queryable, until: Date.now() + (queryable ? YES_MS : NO_MS) });
    return queryable;
  };

  /** Makes what is missing; true once all of it answers. `failures` counts how often mongot could not build it. */
  const build = async (db: TenantDb, failures: { count: number }): Promise<boolean> => {
    const slots = await slotsOf(db);
    const state = await findSearchIndexes(db, slots);
    if (state === 'failed') {
      failures.count += 1;
      if (failures.count > MOST_FAILURES) throw new Error('mongot fails to build the search indexes of a tenant.');
      await dropFailedIndexes(db, slots);
    }
    if (state === 'missing') await createSearchIndexes(db, slots);
    if (state !== 'queryable') return false;
    await dropOldIndexes(db, slots);
    for (const slot of slots) known.set(keyOf(db, slot), { queryable: true, until: Date.now() + YES_MS });
    return true;
  };

  /** True when no document is left that isn't indexed. */
  const markIndexed = async (db: TenantDb): Promise<boolean> => {
    const pending = db.documents
      .find({ indexed: false, generation: { $ne: null }, deletedAt: null }, reading())
      .limit(DOCUMENTS_A_ROUND);
    // What is switched to must not be behind either.
    const slots = await slotsOf(db);
    let left = 0;
    for await (const { _id, generation, chunkCount, metadata } of pending) {
      if (!generation) continue;
      if ((await countIndexed(db, { generation, chunkCount, metadata, slots })) < chunkCount) left += 1;
      else await db.documents.updateOne({ _id, generation, metadata }, { $set: { indexed: true } });
    }
    if (left > 0) return false;
    return (
      (await db.documents.findOne({ indexed: false, deletedAt: null }, { projection: { _id: 1 }, ...reading() })) ===
      null
    );
  };

  const bringUpToDate = async (db: TenantDb) => {
    let pause = pollMs;
    const failures = { count: 0 };
    while (!background.signal.aborted) {
      try {
        if ((await samples.count(db)) < Math.max(1, minChunks)) return;
        if ((await build(db, failures)) && (await markIndexed(db))) return;
      } catch (error) {
        const kind = kindOf(error);
        // Its organisation was deleted meanwhile.
        if (kind === 'noCollection') return;
        if (!PASSES.has(kind)) throw error;
      }
      await delay(pause, background);
      pause = Math.min(MAX_PAUSE_MS, pause * 1.5);
    }
  };

  return {
    areQueryable,
    doubt: (db, slot) => {
      known.delete(keyOf(db, slot));
    },
    follow: (db) =>
      background.start(`index ${db.database}`, () =>
        calls.in(db.database, () => bringUpToDate(db), undefined, IN_BACKGROUND),
      ),
  };
}

/** The slots that searches use, or will use. */
async function slotsOf(db: TenantDb): Promise<VectorSlot[]> {
  const { current, next } = await db.vectors.read();
  return next ? [current, next] : [current];
}

function keyOf({ database }: TenantDb, { slot }: VectorSlot): string {
  return `${database} ${slot}`;
}

/** Failures that waiting helps against. */
const PASSES = new Set(['searchDown', 'searchNotReady', 'unreachable', 'timeout']);
