import type { DocumentId, Generation } from '../../ids.ts';
import type { EmbedderStamp } from '../embedder-stamp.ts';
import type { OutdatedChunk, ReembeddedChunk, ReembeddingProgress } from '../reembedding.ts';
import { toBytes } from '../vectors.ts';
import { endRunningOnes } from './attempts-file.ts';
import { checkTenant, number, text } from './rows.ts';
import { embedderIn, forgetNextEmbedder, nextEmbedderIn, putEmbedder } from './tenant-embedder.ts';
import type { TenantFile } from './tenant-files.ts';
import { unpackBody } from './wire.ts';

/** How far the tenant is on its way to an embedder; null where it has arrived. */
export function progress({ file }: TenantFile, to: EmbedderStamp): ReembeddingProgress | null {
  const from = embedderIn(file);
  if (from.id === to.id) return null;
  const chunks = (sql: string) => number(file.get(sql) ?? {}, 'chunks');
  const total = chunks(`SELECT coalesce(sum(chunk_count), 0) AS chunks FROM (${SHOWN})`);
  const ofWhole = `SELECT coalesce(sum(chunk_count), 0) AS chunks FROM (${SHOWN}) WHERE reembedded = 1`;
  const ofOthers = `SELECT count(*) AS chunks FROM (${SHOWN}) AS shown JOIN chunks ON chunks.attempt = shown.id
    JOIN next_vectors ON next_vectors.chunk = chunks.id WHERE shown.reembedded = 0`;
  const done = nextEmbedderIn(file)?.id === to.id ? chunks(ofWhole) + chunks(ofOthers) : 0;
  return { from: from.id, to: to.id, done, total };
}

/** Makes sure that what is kept beside is of this embedder, a part at a time; false until it is. */
export function prepare(tenant: TenantFile, to: EmbedderStamp, { limit }: { limit: number }): boolean {
  const { file } = tenant;
  return file.transaction(
    () => {
      if (nextEmbedderIn(file)?.id === to.id) return true;
      forgetNextEmbedder(file);
      if (sweepNext(tenant, { limit })) return false;
      file.run('UPDATE attempts SET reembedded = 0 WHERE reembedded = 1');
      putEmbedder(file, 'next_embedder', to);
      return true;
    },
    { durable: false },
  );
}

/** Chunks that are shown and have no vector beside, of one document. */
export function nextChunks(tenant: TenantFile, { limit }: { limit: number }): OutdatedChunk[] {
  const { file, tenantId } = tenant;
  for (;;) {
    const shown = file.get(`${SHOWN} AND reembedded = 0 LIMIT 1`);
    if (!shown) return [];
    const id = number(checkTenant(shown, tenantId), 'id');
    const rows = file.all(
      `SELECT passages.tenant_id, passages.body, chunks.place FROM chunks
       JOIN passages ON passages.chunk = chunks.id
       WHERE chunks.attempt = ? AND NOT EXISTS (SELECT 1 FROM next_vectors WHERE next_vectors.chunk = chunks.id)
       ORDER BY chunks.place LIMIT ?`,
      id,
      limit,
    );
    if (rows.length > 0) {
      return rows.map((row) => {
        const { text: passage, headings } = unpackBody(text(checkTenant(row, tenantId), 'body'));
        return {
          documentId: text(shown, 'document_id') as DocumentId,
          generation: text(shown, 'generation') as Generation,
          index: number(row, 'place'),
          text: passage,
          headings,
        };
      });
    }
    file.transaction(() => file.run('UPDATE attempts SET reembedded = 1 WHERE id = ?', id), { durable: false });
  }
}

/** Keeps vectors and sentences beside, of those of the chunks that are shown. */
export function writeNext(tenant: TenantFile, to: EmbedderStamp, chunks: readonly ReembeddedChunk[]): void {
  const { file, tenantId } = tenant;
  file.transaction(
    () => {
      if (nextEmbedderIn(file)?.id !== to.id) return;
      for (const { documentId, generation, index, vector, sentences } of chunks) {
        const row = file.get(
          `SELECT chunks.id, documents.tenant_id FROM documents JOIN chunks ON chunks.attempt = documents.shown
           WHERE documents.id = ? AND documents.generation = ? AND chunks.place = ?`,
          documentId,
          generation,
          index,
        );
        if (!row) continue;
        const chunk = number(checkTenant(row, tenantId), 'id');
        file.run('INSERT OR REPLACE INTO next_vectors VALUES (?, ?, ?)', chunk, tenantId, toBytes(vector));
        file.run('INSERT OR REPLACE INTO next_sentences VALUES (?, ?, ?)', chunk, tenantId, sentences);
      }
    },
    { durable: false },
  );
}

/** Whether all that is shown has a vector of this embedder beside. */
export function isWhole({ file }: TenantFile, to: EmbedderStamp): boolean {
  return nextEmbedderIn(file)?.id === to.id && !file.get(`${SHOWN} AND reembedded = 0 LIMIT 1`);
}

/**
 * Puts what is kept beside in the place of what is searched, once it is whole. Gives the documents whose attempts were
 * ended, as these wrote vectors of the former embedder; null while something is missing.
 */
export function switchTo(tenant: TenantFile, to: EmbedderStamp): DocumentId[] | null {
  const { file } = tenant;
  return file.transaction(
    () => {
      if (!isWhole(tenant, to)) return null;
      const ended = endRunningOnes(tenant);
      // Names change, however many rows there are.
      for (const table of ['vectors', 'sentences']) {
        file.exec(`ALTER TABLE db.${table} RENAME TO former_${table};
          ALTER TABLE db.next_${table} RENAME TO ${table};
          ALTER TABLE db.former_${table} RENAME TO next_${table};`);
      }
      putEmbedder(file, 'embedder', to);
      forgetNextEmbedder(file);
      return ended;
    },
    { durable: true },
  );
}

/** Removes some of what lies beside and belongs to no embedder any more. True when there may be more. */
export function sweepNext({ file }: TenantFile, { limit }: { limit: number }): boolean {
  if (nextEmbedderIn(file)) return false;
  const chunks = file.all('SELECT chunk FROM next_vectors LIMIT ?', limit);
  for (const row of chunks) {
    file.run('DELETE FROM next_sentences WHERE chunk = ?', number(row, 'chunk'));
    file.run('DELETE FROM next_vectors WHERE chunk = ?', number(row, 'chunk'));
  }
  return chunks.length > 0;
}

/** The attempts that searches show, with the documents they are of. */
const SHOWN = `SELECT attempts.id, attempts.tenant_id, attempts.document_id, attempts.generation, attempts.chunk_count,
    attempts.reembedded
  FROM documents CROSS JOIN attempts ON attempts.id = documents.shown WHERE documents.shown IS NOT NULL`;
