import { AppError } from '../../../errors.ts';
import type { DocumentId, TenantId } from '../../../ids.ts';
import type { QueuedDocument } from '../../ingestion-queue.ts';
import type { AttachedFile } from '../attached-file.ts';
import { makeFile } from '../folder.ts';
import { checkTenant, number, text } from '../rows.ts';
import type { TenantCounts } from './manifest.ts';

/**
 * Copies an attached file as it is at this moment, whoever writes to it meanwhile. What was deleted is left out.
 * The copy is not on the disk yet.
 */
export function copyInto(file: AttachedFile, target: string): void {
  makeFile(target);
  file.exec(`VACUUM db INTO '${target.replaceAll("'", "''")}'`);
}

/** Whether the file is only being made at this moment, and holds nothing yet. */
export function isBlank(file: AttachedFile): boolean {
  return readFormat(file) === 0;
}

/** How many of the scripts have made the file. */
export function readFormat(file: AttachedFile): number {
  return number(file.get('PRAGMA db.user_version') ?? {}, 'user_version');
}

/** @throws AppError `STORE_UNAVAILABLE` when the file is damaged */
export function checkIntegrity(file: AttachedFile): void {
  const [first] = file.all('PRAGMA db.integrity_check');
  const verdict = String(first?.['integrity_check']);
  if (verdict === 'ok') return;
  throw new AppError('STORE_UNAVAILABLE', `The file is damaged (${verdict}). Restore it from an earlier backup.`);
}

/** What a tenant's file holds. Chunks are those that searches show. */
export function countRows(file: AttachedFile): TenantCounts {
  if (isBlank(file)) return { documents: 0, chunks: 0 };
  const row = file.get('SELECT count(*) AS documents, coalesce(sum(chunk_count), 0) AS chunks FROM documents') ?? {};
  return { documents: number(row, 'documents'), chunks: number(row, 'chunks') };
}

/** The documents whose ingestion hasn't ended, oldest first. */
export function findUnfinished(file: AttachedFile, tenantId: TenantId): QueuedDocument[] {
  return file
    .all(`SELECT id, tenant_id FROM documents WHERE status IN ('PENDING', 'PROCESSING') ORDER BY created_at, id`)
    .map((row) => ({ tenantId, documentId: text(checkTenant(row, tenantId), 'id') as DocumentId }));
}
