import { MongoServerError } from 'mongodb';
import { reading } from '../client.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import { fieldsOf, type VectorSlot } from '../tenant/vector-slots.ts';

const OF_ANY_SLOT = /^vectors_v1(_\d+)?$/;

function nameOf({ slot }: VectorSlot): string {
  return slot === 0 ? 'vectors_v1' : `vectors_v1_${slot}`;
}

/** Makes the index of a slot's vectors, which is ready when this resolves. Making it twice is fine. */
export async function createVectorIndex(db: TenantDb, slot: VectorSlot): Promise<void> {
  const { dimensions } = slot.embedder;
  // The driver's own method leaves out options that MongoDB doesn't know.
  await db.db.command({
    createIndexes: db.chunks.collectionName,
    indexes: [
      {
        name: nameOf(slot),
        key: { [fieldsOf(slot).embedding]: 'cosmosSearch' },
        cosmosSearchOptions: { kind: 'vector-hnsw', m: 16, efConstruction: 64, similarity: 'COS', dimensions },
      },
    ],
  });
}

/** Drops the indexes of all other slots. */
export async function dropOtherIndexes(db: TenantDb, slots: readonly VectorSlot[]): Promise<void> {
  const wanted = new Set(slots.map(nameOf));
  for (const { name } of await db.chunks.indexes(reading())) {
    if (name !== undefined && OF_ANY_SLOT.test(name) && !wanted.has(name)) await db.chunks.dropIndex(name);
  }
}

/** Whether the index of a slot's vectors is there. */
export async function findVectorIndex(db: TenantDb, slot: VectorSlot): Promise<boolean> {
  try {
    return await db.chunks.indexExists(nameOf(slot), reading());
  } catch (error) {
    // The collection is not made yet.
    if (error instanceof MongoServerError && error.code === 26) return false;
    throw error;
  }
}

/** Whether a search failed because there is no vector index, or no collection. */
export function isIndexMissing(error: unknown): boolean {
  return (
    error instanceof MongoServerError && error.code === 2 && /index was not found|initial stage/i.test(error.message)
  );
}
