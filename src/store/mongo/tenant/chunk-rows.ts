import { Binary } from 'mongodb';
import type { DocumentId, Generation } from '../../../ids.ts';
import { dot } from '../../../lib/vectors.ts';
import type { Candidate, Chunk, ChunkKey, ChunkText } from '../../chunks.ts';
import type { BareChunk, ChunkSentences, IngestionAttempt } from '../../ingestion.ts';
import { nearestSentence, type PackedSentences } from '../../sentences.ts';
import { reading } from '../client.ts';
import { fromTokens, toTokens } from '../search/keywords.ts';
import { findRunning, findShown } from './attempts.ts';
import { toCopied } from './document-rows.ts';
import { fromStored, toStored } from './stored-text.ts';
import type { TenantDb } from './tenant-db.ts';
import { type ChunkRow, checkTenant, type DocumentRow } from './tenant-rows.ts';
import { fieldsOf, holding, toValues, toVector, type VectorFormat, type VectorSlot, valuesOf } from './vector-slots.ts';

/** Writes chunks where no search shows them. False, and nothing stays, when the attempt is over. */
export async function writeChunks(
  db: TenantDb,
  attempt: IngestionAttempt,
  chunks: readonly Chunk[],
  options: { format: VectorFormat; slot: VectorSlot },
): Promise<boolean> {
  const document = await findRunning(db, attempt);
  if (!document || chunks.length === 0) return document !== null;
  const rows = chunks.map((chunk) => toRow(db, attempt, document, chunk, options));
  await db.chunks.bulkWrite(
    rows.map(({ _id, ...replacement }) => ({ replaceOne: { filter: { _id }, replacement, upsert: true } })),
    { ordered: false },
  );
  if (await findRunning(db, attempt)) return true;
  // The attempt ended meanwhile, and the sweeper may have been here already.
  await db.chunks.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } });
  return false;
}

/** What a search reads of a chunk: all that ranking needs, and no text. */
export type FoundRow = Pick<ChunkRow, '_id' | 'tenantId' | 'documentId' | 'generation' | 'index' | 'terms'> & {
  readonly vector: Float32Array;
  readonly sentences: PackedSentences | null;
};

/** What is read of rows to make `FoundRow`s of them. */
export function foundFields(slot: VectorSlot): Record<string, 1> {
  const { embedding, sentences } = fieldsOf(slot);
  return { tenantId: 1, documentId: 1, generation: 1, index: 1, terms: 1, [embedding]: 1, [sentences]: 1 };
}

/** Makes them, without those that are not embedded for this slot. */
export function toFound(rows: readonly ChunkRow[], slot: VectorSlot): FoundRow[] {
  return rows.flatMap((row) => {
    const { embedding, sentences } = valuesOf(row, slot);
    if (!embedding) return [];
    const { _id, tenantId, documentId, generation, index, terms } = row;
    const found = { _id, tenantId, documentId, generation, index, terms };
    return [{ ...found, vector: toVector(embedding), sentences: toSentences(sentences) }];
  });
}

/** Makes candidates of found rows: how near each is to the question, and which of its tokens it holds. */
export function createDescriber(
  { tenantId }: TenantDb,
  vector: Float32Array,
  tokens: readonly string[],
): (row: FoundRow) => Candidate {
  return (row) => {
    const held = ` ${checkTenant(row, tenantId).terms} `;
    return {
      ...toKey(row),
      cosine: dot(vector, row.vector),
      sentence: nearestSentence(vector, row.sentences),
      terms: tokens.flatMap((token, place) => (held.includes(` ${token} `) ? [place] : [])),
    };
  };
}

/** Where a chunk is. */
export function toKey({ documentId, generation, index }: Pick<ChunkRow, keyof ChunkKey>): ChunkKey {
  return { documentId, generation, index };
}

/** The `_id` of a chunk's row. */
export function rowId({ generation, index }: Pick<ChunkKey, 'generation' | 'index'>): string {
  return `${generation}:${index}`;
}

/** What a reader sees of a chunk. */
export function toText(row: Pick<ChunkRow, 'text' | 'headings' | 'start' | 'end' | 'page'>): ChunkText {
  return {
    text: fromStored(row.text),
    headings: row.headings.map(fromStored),
    start: row.start,
    end: row.end,
    page: row.page ?? null,
  };
}

/** What is written under a generation, from an index on, whole. */
export async function readChunks(
  db: TenantDb,
  { generation }: IngestionAttempt,
  { from, limit, slot, signal }: { from: number; limit: number; slot: VectorSlot; signal?: AbortSignal | undefined },
): Promise<Chunk[]> {
  const rows = await db.chunks
    .find({ generation, index: { $gte: from } }, reading(signal))
    .sort({ index: 1 })
    .limit(limit)
    .toArray();
  return rows.map((row) => {
    const { embedding, sentences } = valuesOf(row, slot);
    return {
      index: checkTenant(row, db.tenantId).index,
      ...toText(row),
      terms: fromTokens(row.terms),
      vector: toVector(embedding ?? []),
      sentences: toSentences(sentences),
    };
  });
}

/** The first chunks that a document shows whose sentences are not embedded; null when it shows none. */
export async function withoutSentences(
  db: TenantDb,
  id: DocumentId,
  { limit, slot, signal }: { limit: number; slot: VectorSlot; signal?: AbortSignal | undefined },
): Promise<{ generation: Generation; chunks: BareChunk[] } | null> {
  const document = await db.documents.findOne(
    { _id: id, generation: { $ne: null }, deletedAt: null },
    { projection: { tenantId: 1, generation: 1 }, ...reading(signal) },
  );
  const generation = document && checkTenant(document, db.tenantId).generation;
  if (!generation) return null;
  const rows = await db.chunks
    .find({ generation, ...holding(slot, 'sentences', { exists: false }) }, reading(signal))
    .project<Pick<ChunkRow, 'tenantId' | 'index' | 'text'>>({ tenantId: 1, index: 1, text: 1 })
    .sort({ index: 1 })
    .limit(limit)
    .toArray();
  return {
    generation,
    chunks: rows.map((row) => ({ index: checkTenant(row, db.tenantId).index, text: fromStored(row.text) })),
  };
}

/** Adds sentences to chunks that are there. False when the document doesn't show that generation. */
export async function writeSentences(
  db: TenantDb,
  shown: IngestionAttempt,
  written: readonly ChunkSentences[],
  slot: VectorSlot,
): Promise<boolean> {
  if (!(await findShown(db, shown))) return false;
  const field = fieldsOf(slot).sentences;
  // What the sweeper removes meanwhile is not made again: nothing is inserted.
  if (written.length > 0) {
    await db.chunks.bulkWrite(
      written.map(({ index, sentences }) => ({
        updateOne: {
          filter: { _id: rowId({ generation: shown.generation, index }) },
          update: { $set: { [field]: new Binary(sentences) } as Partial<ChunkRow> },
        },
      })),
      { ordered: false },
    );
  }
  return true;
}

/** Stored sentences; null as long as they are not embedded. */
export function toSentences(sentences: Binary | undefined): PackedSentences | null {
  if (!sentences) return null;
  const { buffer, byteOffset, byteLength } = sentences.value();
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function toRow(
  { tenantId }: TenantDb,
  { documentId, generation }: IngestionAttempt,
  document: DocumentRow,
  chunk: Chunk,
  { format, slot }: { format: VectorFormat; slot: VectorSlot },
): ChunkRow {
  return {
    _id: rowId({ generation, index: chunk.index }),
    tenantId,
    documentId,
    generation,
    index: chunk.index,
    text: toStored(chunk.text),
    headings: chunk.headings.map(toStored),
    start: chunk.start,
    end: chunk.end,
    ...(chunk.page !== null && { page: chunk.page }),
    terms: toTokens(chunk.terms),
    ...toValues(slot, chunk, format),
    ...toCopied(document),
  };
}
