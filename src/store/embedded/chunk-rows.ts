import type { DocumentId, Generation } from '../../ids.ts';
import type { BareChunk, ChunkSentences, IngestionAttempt, ShownGeneration } from '../ingestion.ts';
import type { PackedSentences } from '../sentences.ts';
import { packVectors, toBytes, toVector } from '../vectors.ts';
import { writeAs } from './attempt.ts';
import { sweepNext } from './reembedding-file.ts';
import { bytes, checkTenant, nullable, number, text } from './rows.ts';
import { embedderIn } from './tenant-embedder.ts';
import type { TenantFile } from './tenant-files.ts';
import { type Packed, unpackBody, type WireChunk } from './wire.ts';

/** Writes chunks where no search shows them. What `finish` makes durable includes them. */
export function writeChunks(
  tenant: TenantFile,
  attempt: IngestionAttempt,
  { items, vectors }: Packed<WireChunk>,
): boolean {
  const { file, tenantId } = tenant;
  const dimensions = vectors.length / items.length;
  return writeAs(tenant, attempt, { durable: false }, (id) => {
    let added = 0;
    for (const [at, { index, body, terms, start, end, sentences }] of items.entries()) {
      const earlier = file.get('SELECT id FROM chunks WHERE attempt = ? AND place = ?', id, index);
      if (earlier) removeChunk(tenant, number(earlier, 'id'));
      else added += 1;
      const chunk = file.run('INSERT INTO chunks (attempt, place) VALUES (?, ?)', id, index).id;
      const vector = toBytes(vectors.subarray(at * dimensions, (at + 1) * dimensions));
      file.run('INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)', chunk, tenantId, body, terms, start, end);
      file.run('INSERT INTO vectors VALUES (?, ?, ?)', chunk, tenantId, vector);
      if (sentences) addSentences(tenant, chunk, sentences);
    }
    file.run('UPDATE attempts SET chunk_count = chunk_count + ? WHERE id = ?', added, id);
  });
}

/** What is written under a generation, from an index on. */
export function readChunks(
  { file, tenantId }: TenantFile,
  { documentId, generation }: IngestionAttempt,
  { from, limit }: { from: number; limit: number },
): Packed<WireChunk> {
  const rows = file.all(
    `SELECT passages.*, vectors.vector, sentences.packed, chunks.place FROM attempts
     JOIN chunks ON chunks.attempt = attempts.id
     JOIN passages ON passages.chunk = chunks.id
     JOIN vectors ON vectors.chunk = chunks.id
     LEFT JOIN sentences ON sentences.chunk = chunks.id
     WHERE attempts.document_id = ? AND attempts.generation = ? AND chunks.place >= ? ORDER BY chunks.place LIMIT ?`,
    documentId,
    generation,
    from,
    limit,
  );
  return {
    items: rows.map((row) => ({
      index: number(checkTenant(row, tenantId), 'place'),
      start: number(row, 'begins'),
      end: number(row, 'ends'),
      body: text(row, 'body'),
      terms: text(row, 'terms'),
      sentences: nullable(row, 'packed', bytes),
    })),
    vectors: packVectors(
      rows.map((row) => toVector(bytes(row, 'vector'))),
      embedderIn(file).dimensions,
    ),
  };
}

/** The first chunks that a document shows whose sentences are not embedded; null when it shows none. */
export function withoutSentences(
  { file, tenantId }: TenantFile,
  id: DocumentId,
  { limit }: { limit: number },
): { generation: Generation; embedder: string; chunks: BareChunk[] } | null {
  const document = file.get(
    'SELECT tenant_id, generation, shown FROM documents WHERE id = ? AND shown IS NOT NULL',
    id,
  );
  if (!document) return null;
  const rows = file.all(
    `SELECT passages.tenant_id, passages.body, chunks.place FROM chunks
     JOIN passages ON passages.chunk = chunks.id
     WHERE chunks.attempt = ? AND NOT EXISTS (SELECT 1 FROM sentences WHERE sentences.chunk = chunks.id)
     ORDER BY chunks.place LIMIT ?`,
    number(checkTenant(document, tenantId), 'shown'),
    limit,
  );
  return {
    generation: text(document, 'generation') as Generation,
    embedder: embedderIn(file).id,
    chunks: rows.map((row) => ({
      index: number(checkTenant(row, tenantId), 'place'),
      text: unpackBody(text(row, 'body')).text,
    })),
  };
}

/**
 * Adds sentences to chunks that are shown, and gives back these; null when the document doesn't show that generation, or
 * the vectors are of another embedder.
 */
export function writeSentences(
  tenant: TenantFile,
  { documentId, generation, embedder }: ShownGeneration,
  written: readonly ChunkSentences[],
): number[] | null {
  const { file } = tenant;
  return file.transaction(
    () => {
      const shown = file.get('SELECT shown FROM documents WHERE id = ? AND generation = ?', documentId, generation);
      if (!shown || embedderIn(file).id !== embedder) return null;
      return written.flatMap(({ index, sentences }) => {
        const place = [number(shown, 'shown'), index] as const;
        const row = file.get('SELECT id FROM chunks WHERE attempt = ? AND place = ?', ...place);
        if (!row) return [];
        const chunk = number(row, 'id');
        addSentences(tenant, chunk, sentences);
        return [chunk];
      });
    },
    { durable: false },
  );
}

/** The sentences of those of the chunks that have some. */
export function readSentences({ file, tenantId }: TenantFile, chunks: readonly number[]): Map<number, PackedSentences> {
  const rows = file.all(
    `SELECT sentences.* FROM json_each(?) AS wanted CROSS JOIN sentences ON sentences.chunk = wanted.value`,
    JSON.stringify(chunks),
  );
  return new Map(rows.map((row) => [number(checkTenant(row, tenantId), 'chunk'), bytes(row, 'packed')]));
}

/** Removes up to `limit` chunks of attempts, or vectors, that nothing shows any more. True when there may be more. */
export function sweep(tenant: TenantFile, { limit }: { limit: number }): boolean {
  const { file } = tenant;
  return file.transaction(
    () => {
      const garbage = file.get('SELECT id FROM attempts WHERE garbage = 1 LIMIT 1');
      if (!garbage) return sweepNext(tenant, { limit });
      const attempt = number(garbage, 'id');
      const chunks = file.all('SELECT id FROM chunks WHERE attempt = ? LIMIT ?', attempt, limit);
      for (const chunk of chunks) removeChunk(tenant, number(chunk, 'id'));
      file.run('UPDATE attempts SET chunk_count = chunk_count - ? WHERE id = ?', chunks.length, attempt);
      if (chunks.length < limit) {
        file.run('DELETE FROM texts WHERE attempt = ?', attempt);
        file.run('DELETE FROM attempts WHERE id = ?', attempt);
      }
      return true;
    },
    { durable: false },
  );
}

function addSentences({ file, tenantId }: TenantFile, chunk: number, sentences: PackedSentences): void {
  file.run('INSERT OR REPLACE INTO sentences VALUES (?, ?, ?)', chunk, tenantId, sentences);
}

function removeChunk({ file }: TenantFile, id: number): void {
  file.run('DELETE FROM passages WHERE chunk = ?', id);
  file.run('DELETE FROM vectors WHERE chunk = ?', id);
  file.run('DELETE FROM sentences WHERE chunk = ?', id);
  file.run('DELETE FROM next_vectors WHERE chunk = ?', id);
  file.run('DELETE FROM next_sentences WHERE chunk = ?', id);
  file.run('DELETE FROM chunks WHERE id = ?', id);
}
