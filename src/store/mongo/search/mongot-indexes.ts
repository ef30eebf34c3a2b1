import { delay } from '../../../lib/delay.ts';
import type { Background } from '../background.ts';
import { type Calls, IN_BACKGROUND } from '../calls.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
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
   * Whether both indexes of a tenant answer. One that isn't known to mongot finds nothing without an error, so this is
   * asked before they are relied on.
   */
  areQueryable(db: TenantDb): Promise<boolean>;
  /** A search has shown that they may not answer any more. */
  doubt(db: TenantDb): void;
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

export function createMongotIndexes({
  background,
  calls,
  samples,
  dimensions,
  minChunks,
  pollMs,
}: {
  background: Background;
  calls: Calls;
  samples: TermSamples;
  dimensions: number;
  minChunks: number;
  pollMs: number;
}): MongotIndexes {
  const known = new Map<string, { queryable: boolean; until: number }>();

  const areQueryable = async (db: TenantDb): Promise<boolean> => {
    const answer = known.get(db.database);
    if (answer && Date.now() < answer.until) return answer.queryable;
    const queryable = (await findSearchIndexes(db)) === 'queryable';
    known.set(db.database, { queryable, until: Date.now() + (queryable ? YES_MS : NO_MS) });
    return queryable;
  };

  /** Makes what is missing; true once all of it answers. `failures` counts how often mongot could not build it. */
  const build = async (db: TenantDb, failures: { count: number }): Promise<boolean> => {
    const state = await findSearchIndexes(db);
    if (state === 'failed') {
      failures.count += 1;
      if (failures.count > MOST_FAILURES) throw new Error('mongot fails to build the search indexes of a tenant.');
      await dropFailedIndexes(db);
    }
    if (state === 'missing') await createSearchIndexes(db, dimensions);
    if (state !== 'queryable') return false;
    await dropOldIndexes(db);
    known.set(db.database, { queryable: true, until: Date.now() + YES_MS });
    return true;
  };

  /** True when no document is left that isn't indexed. */
  const markIndexed = async (db: TenantDb): Promise<boolean> => {
    const pending = db.documents
      .find({ indexed: false, generation: { $ne: null }, deletedAt: null }, reading())
      .limit(DOCUMENTS_A_ROUND);
    let left = 0;
    for await (const { _id, generation, chunkCount, metadata } of pending) {
      if (!generation) continue;
      if ((await countIndexed(db, { generation, chunkCount, metadata, dimensions })) < chunkCount) left += 1;
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
    doubt: (db) => {
      known.delete(db.database);
    },
    follow: (db) =>
      background.start(`index ${db.database}`, () =>
        calls.in(db.database, () => bringUpToDate(db), undefined, IN_BACKGROUND),
      ),
  };
}

/** Failures that waiting helps against. */
const PASSES = new Set(['searchDown', 'searchNotReady', 'unreachable', 'timeout']);
