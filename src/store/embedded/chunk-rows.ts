import type { IngestionAttempt } from '../documents.ts';
import { toBytes } from '../vectors.ts';
import { writeAs } from './attempt.ts';
import { toToken } from './keywords.ts';
import { number } from './rows.ts';
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
  return writeAs(tenant, attempt, { durable: false }, (version) => {
    let added = 0;
    for (const [at, { index, body, terms, start, end }] of items.entries()) {
      const earlier = file.get('SELECT id FROM chunks WHERE version = ? AND place = ?', version, index);
      if (earlier) removeChunk(tenant, number(earlier, 'id'));
      else added += 1;
      const { id } = file.run('INSERT INTO chunks (version, place) VALUES (?, ?)', version, index);
      const vector = toBytes(vectors.subarray(at * dimensions, (at + 1) * dimensions));
      file.run('INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)', id, tenantId, body, terms, start, end);
      file.run('INSERT INTO vectors VALUES (?, ?, ?)', id, tenantId, vector);
      const tokens = terms === '' ? [] : terms.split(' ').map(toToken);
      file.run('INSERT INTO keywords (rowid, terms) VALUES (?, ?)', id, tokens.join(' '));
    }
    file.run('UPDATE versions SET chunk_count = chunk_count + ? WHERE id = ?', added, version);
  });
}

/** Removes up to `limit` chunks of versions that nothing shows any more. True when there is more to remove. */
export function sweep(tenant: TenantFile, { limit }: { limit: number }): boolean {
  const { file } = tenant;
  return file.transaction(
    () => {
      const garbage = file.get('SELECT id FROM versions WHERE garbage = 1 LIMIT 1');
      if (!garbage) return false;
      const version = number(garbage, 'id');
      const chunks = file.all('SELECT id FROM chunks WHERE version = ? LIMIT ?', version, limit);
      for (const chunk of chunks) removeChunk(tenant, number(chunk, 'id'));
      file.run('UPDATE versions SET chunk_count = chunk_count - ? WHERE id = ?', chunks.length, version);
      if (chunks.length < limit) {
        file.run('DELETE FROM texts WHERE version = ?', version);
        file.run('DELETE FROM versions WHERE id = ?', version);
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
