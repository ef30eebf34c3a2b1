import type { IngestionAttempt } from '../ingestion.ts';
import { packVectors, toBytes, toVector } from '../vectors.ts';
import { writeAs } from './attempt.ts';
import { toToken } from './keywords.ts';
import { bytes, checkTenant, number, text } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';
import type { Packed, WireChunk } from './wire.ts';

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
    for (const [at, { index, body, terms, start, end }] of items.entries()) {
      const earlier = file.get('SELECT id FROM chunks WHERE attempt = ? AND place = ?', id, index);
      if (earlier) removeChunk(tenant, number(earlier, 'id'));
      else added += 1;
      const chunk = file.run('INSERT INTO chunks (attempt, place) VALUES (?, ?)', id, index).id;
      const vector = toBytes(vectors.subarray(at * dimensions, (at + 1) * dimensions));
      file.run('INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)', chunk, tenantId, body, terms, start, end);
      file.run('INSERT INTO vectors VALUES (?, ?, ?)', chunk, tenantId, vector);
      const tokens = terms === '' ? [] : terms.split(' ').map(toToken);
      file.run('INSERT INTO keywords (rowid, terms) VALUES (?, ?)', chunk, tokens.join(' '));
    }
    file.run('UPDATE attempts SET chunk_count = chunk_count + ? WHERE id = ?', added, id);
  });
}

/** What is written under a generation, from an index on. */
export function readChunks(
  { file, tenantId }: TenantFile,
  { documentId, generation }: IngestionAttempt,
  { from, limit, dimensions }: { from: number; limit: number; dimensions: number },
): Packed<WireChunk> {
  const rows = file.all(
    `SELECT passages.*, vectors.vector, chunks.place FROM attempts
     JOIN chunks ON chunks.attempt = attempts.id
     JOIN passages ON passages.chunk = chunks.id
     JOIN vectors ON vectors.chunk = chunks.id
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
    })),
    vectors: packVectors(
      rows.map((row) => toVector(bytes(row, 'vector'))),
      dimensions,
    ),
  };
}

/** Removes up to `limit` chunks of attempts that nothing shows any more. True when there is more to remove. */
export function sweep(tenant: TenantFile, { limit }: { limit: number }): boolean {
  const { file } = tenant;
  return file.transaction(
    () => {
      const garbage = file.get('SELECT id FROM attempts WHERE garbage = 1 LIMIT 1');
      if (!garbage) return false;
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

function removeChunk({ file }: TenantFile, id: number): void {
  file.run('DELETE FROM keywords WHERE rowid = ?', id);
  file.run('DELETE FROM passages WHERE chunk = ?', id);
  file.run('DELETE FROM vectors WHERE chunk = ?', id);
  file.run('DELETE FROM chunks WHERE id = ?', id);
}
