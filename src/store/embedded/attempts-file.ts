import type { DocumentId } from '../../ids.ts';
import type { DocumentRecord, IngestionProgress } from '../documents.ts';
import type { IngestionAttempt } from '../ingestion.ts';
import { toPieces } from '../text-pieces.ts';
import { findRunning, writeAs } from './attempt.ts';
import { get } from './documents-file.ts';
import { checkTenant, nullable, number, text } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** What a write brought about: the attempt whose chunks searches show from now on, and the one whose they don't any more. */
export interface Switch {
  readonly shown: number | null;
  readonly hidden: number | null;
}

/** Begins an attempt; null when the document is gone, has finished, or this very attempt is over already. */
export function begin(tenant: TenantFile, attempt: IngestionAttempt): DocumentRecord | null {
  const { file, tenantId } = tenant;
  return file.transaction(
    () => {
      const { documentId, generation } = attempt;
      const waits = file.get(`SELECT tenant_id FROM documents WHERE id = ? AND status <> 'SEARCHABLE'`, documentId);
      if (!waits) return null;
      checkTenant(waits, tenantId);
      if (findRunning(tenant, attempt) !== null) return get(tenant, documentId);
      const known = file.get('SELECT 1 FROM attempts WHERE document_id = ? AND generation = ?', documentId, generation);
      if (known) return null;
      file.run('UPDATE attempts SET garbage = 1 WHERE id = (SELECT running FROM documents WHERE id = ?)', documentId);
      const id = file.run(
        'INSERT INTO attempts (tenant_id, document_id, generation) VALUES (?, ?, ?)',
        tenantId,
        documentId,
        generation,
      ).id;
      file.run(
        `UPDATE documents SET status = 'PROCESSING', error = NULL, stage = 'WAITING', chunks_embedded = 0,
           chunks_total = NULL, running = ?, updated_at = ? WHERE id = ?`,
        id,
        Date.now(),
        documentId,
      );
      return get(tenant, documentId);
    },
    { durable: false },
  );
}

/** Documents whose ingestion hasn't ended, by id. */
export function unfinished(
  { file, tenantId }: TenantFile,
  { after, limit }: { after: DocumentId | null; limit: number },
): DocumentId[] {
  return file
    .all(
      `SELECT id, tenant_id FROM documents WHERE status IN ('PENDING', 'PROCESSING') AND id > ? ORDER BY id LIMIT ?`,
      after ?? '',
      limit,
    )
    .map((row) => text(checkTenant(row, tenantId), 'id') as DocumentId);
}

/** Says how far an attempt is; false when it is over. */
export function setProgress(tenant: TenantFile, attempt: IngestionAttempt, progress: IngestionProgress): boolean {
  return writeAs(tenant, attempt, { durable: false }, () => {
    tenant.file.run(
      'UPDATE documents SET stage = ?, chunks_embedded = ?, chunks_total = ?, updated_at = ? WHERE id = ?',
      progress.stage,
      progress.chunksEmbedded,
      progress.chunksTotal,
      Date.now(),
      attempt.documentId,
    );
  });
}

/** Shows the attempt's chunks and text instead of whatever was shown; null when the attempt is over. */
export function finish(
  tenant: TenantFile,
  attempt: IngestionAttempt,
  { text, chunkCount }: { text: string; chunkCount: number },
): Switch | null {
  const { file, tenantId } = tenant;
  let result: Switch | null = null;
  writeAs(tenant, attempt, { durable: true }, (id) => {
    const hidden = shownAttempt(tenant, attempt.documentId);
    for (const [at, piece] of toPieces(text).entries()) {
      file.run('INSERT INTO texts VALUES (?, ?, ?, ?)', id, at, tenantId, piece);
    }
    file.run('UPDATE attempts SET garbage = 1 WHERE id = ?', hidden);
    file.run(
      `UPDATE documents SET status = 'SEARCHABLE', error = NULL, stage = 'DONE', chunks_embedded = ?, chunks_total = ?,
         chunk_count = ?, generation = ?, shown = ?, running = NULL, updated_at = ? WHERE id = ?`,
      chunkCount,
      chunkCount,
      chunkCount,
      attempt.generation,
      id,
      Date.now(),
      attempt.documentId,
    );
    result = { shown: id, hidden };
  });
  return result;
}

/** Ends an attempt for good, with a message for the reader; false when it is over. */
export function fail(tenant: TenantFile, attempt: IngestionAttempt, message: string): boolean {
  return writeAs(tenant, attempt, { durable: true }, (id) => {
    end(tenant, id);
    tenant.file.run(
      `UPDATE documents SET status = 'FAILED', error = ?, running = NULL, updated_at = ? WHERE id = ?`,
      JSON.stringify(message),
      Date.now(),
      attempt.documentId,
    );
  });
}

/** Ends an attempt so that another may begin; false when it is over. */
export function release(tenant: TenantFile, attempt: IngestionAttempt): boolean {
  return writeAs(tenant, attempt, { durable: true }, (id) => {
    end(tenant, id);
    tenant.file.run(
      `UPDATE documents SET status = 'PENDING', stage = 'WAITING', chunks_embedded = 0, chunks_total = NULL,
         running = NULL, updated_at = ? WHERE id = ?`,
      Date.now(),
      attempt.documentId,
    );
  });
}

/** Deletes a document, its original, and all hold on its attempts; null when there was none. */
export function remove(tenant: TenantFile, id: DocumentId): Switch | null {
  const { file, tenantId } = tenant;
  return file.transaction(
    () => {
      const row = file.get('SELECT tenant_id FROM documents WHERE id = ?', id);
      if (!row) return null;
      checkTenant(row, tenantId);
      const hidden = shownAttempt(tenant, id);
      file.run('DELETE FROM documents WHERE id = ?', id);
      file.run('DELETE FROM originals WHERE document_id = ?', id);
      file.run('UPDATE attempts SET garbage = 1 WHERE document_id = ?', id);
      return { shown: null, hidden };
    },
    { durable: true },
  );
}

function shownAttempt({ file }: TenantFile, id: DocumentId): number | null {
  return nullable(file.get('SELECT shown FROM documents WHERE id = ?', id) ?? { shown: null }, 'shown', number);
}

function end({ file }: TenantFile, id: number): void {
  file.run('UPDATE attempts SET garbage = 1 WHERE id = ?', id);
}
