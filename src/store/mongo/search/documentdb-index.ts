import { MongoServerError } from 'mongodb';
import { reading } from '../client.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';

const NAME = 'vectors_v1';

/** Makes the vector index, which is ready when this resolves. Making it twice is fine. */
export async function createVectorIndex(db: TenantDb, dimensions: number): Promise<void> {
  // The driver's own method leaves out options that MongoDB doesn't know.
  await db.db.command({
    createIndexes: db.chunks.collectionName,
    indexes: [
      {
        name: NAME,
        key: { embedding: 'cosmosSearch' },
        cosmosSearchOptions: { kind: 'vector-hnsw', m: 16, efConstruction: 64, similarity: 'COS', dimensions },
      },
    ],
  });
}

/** Whether the vector index is there. */
export async function findVectorIndex(db: TenantDb): Promise<boolean> {
  try {
    return await db.chunks.indexExists(NAME, reading());
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
