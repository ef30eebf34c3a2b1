import type { UpdateFilter } from 'mongodb';
import { reading } from '../client.ts';
import type { TenantDb } from './tenant-db.ts';
import type { ChunkRow } from './tenant-rows.ts';
import { fieldsOf, holding } from './vector-slots.ts';

const BATCH = 500;

/** Removes what rows of chunks hold in slots that were given up before this. True when there are others. */
export async function sweepSlots(
  db: TenantDb,
  { olderThan, signal }: { olderThan: Date; signal: AbortSignal },
): Promise<boolean> {
  for (;;) {
    const state = await db.vectors.read();
    const old = state.old.find(({ since }) => since <= olderThan);
    if (!old || signal.aborted) return state.old.length > 0;
    const fields = Object.fromEntries(Object.values(fieldsOf(old)).map((field) => [field, '']));
    for (;;) {
      const rows = await db.chunks
        .find(holding(old, 'embedding', { exists: true }), reading())
        .project<Pick<ChunkRow, '_id'>>({ _id: 1 })
        .limit(BATCH)
        .toArray();
      if (rows.length === 0) break;
      const ids = rows.map(({ _id }) => _id);
      await db.chunks.updateMany({ _id: { $in: ids } }, { $unset: fields } as UpdateFilter<ChunkRow>);
    }
    // Where that fails, somebody has changed it, and it is looked at again.
    await db.vectors.change(state, { old: state.old.filter(({ slot }) => slot !== old.slot) });
  }
}
