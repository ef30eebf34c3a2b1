import { Binary } from 'mongodb';
import type { Chunk, ChunkHit } from '../../chunks.ts';
import type { DocumentRecord, IngestionAttempt } from '../../documents.ts';
import { fromTokens, toTokens } from '../search/keywords.ts';
import { findRunning } from './attempts.ts';
import { fromStored, toStored } from './stored-text.ts';
import type { TenantDb } from './tenant-db.ts';
import { type ChunkRow, checkTenant } from './tenant-rows.ts';

/** How vectors are stored: as float32 BinData, or as arrays, which is all that DocumentDB finds. */
export type VectorFormat = 'binary' | 'array';

/** Writes chunks where no search shows them. False, and nothing stays, when the attempt is over. */
export async function writeChunks(
  db: TenantDb,
  attempt: IngestionAttempt,
  chunks: readonly Chunk[],
  { format, embedder }: { format: VectorFormat; embedder: string },
): Promise<boolean> {
  const document = await findRunning(db, attempt);
  if (!document || chunks.length === 0) return document !== null;
  const rows = chunks.map((chunk) => toRow(db, attempt, document, chunk, { format, embedder }));
  await db.chunks.bulkWrite(
    rows.map(({ _id, ...replacement }) => ({ replaceOne: { filter: { _id }, replacement, upsert: true } })),
    { ordered: false },
  );
  if (await findRunning(db, attempt)) return true;
  // The attempt ended meanwhile, and the sweeper may have been here already.
  await db.chunks.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } });
  return false;
}

/** A row as a search gives it back. */
export function toHit(row: ChunkRow, { tenantId }: TenantDb): ChunkHit {
  checkTenant(row, tenantId);
  return {
    documentId: row.documentId,
    generation: row.generation,
    index: row.index,
    text: fromStored(row.text),
    headings: row.headings.map(fromStored),
    start: row.start,
    end: row.end,
    terms: fromTokens(row.terms),
    vector: toVector(row.embedding),
  };
}

/** A stored vector. */
export function toVector(embedding: ChunkRow['embedding']): Float32Array {
  return embedding instanceof Binary ? embedding.toFloat32Array() : Float32Array.from(embedding);
}

function toRow(
  { tenantId }: TenantDb,
  { documentId, generation }: IngestionAttempt,
  { tags, createdAt }: Pick<DocumentRecord, 'tags' | 'createdAt'>,
  chunk: Chunk,
  { format, embedder }: { format: VectorFormat; embedder: string },
): ChunkRow {
  return {
    _id: `${generation}:${chunk.index}`,
    tenantId,
    documentId,
    generation,
    index: chunk.index,
    text: toStored(chunk.text),
    headings: chunk.headings.map(toStored),
    start: chunk.start,
    end: chunk.end,
    terms: toTokens(chunk.terms),
    embedding: format === 'binary' ? Binary.fromFloat32Array(chunk.vector) : [...chunk.vector],
    embedder,
    tags: [...tags],
    createdAt,
  };
}
