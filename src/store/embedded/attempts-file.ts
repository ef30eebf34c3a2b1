import type { DocumentId } from '../../ids.ts';
import { allDone, type DocumentStatus, type IngestionProgress, NO_PROGRESS } from '../document-status.ts';
import type { DocumentRecord, Original } from '../documents.ts';
import type { IngestionAttempt, IngestionResult } from '../ingestion.ts';
import { toPieces } from '../text-pieces.ts';
import type { SqlValue } from './attached-file.ts';
import { findRunning, writeAs } from './attempt.ts';
import { changeRow, toProgress } from './document-rows.ts';
import { get, next } from './documents-file.ts';
import { dropAllOf, keep, type StagedOriginal } from './originals-file.ts';
import { dropReplacement, takeReplacement } from './replacements-file.ts';
import { checkTenant, nullable, number, text } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** What a write brought about: the attempt whose chunks searches show from now on, and the one whose they don't any more. */
export interface Switch {
  readonly shown: number | null;
  readonly hidden: number | null;
}

/**
 * Begins an attempt, and gives the document as the attempt will make it; null when the document is gone, nothing is to be
 * done, or this very attempt is over already.
 */
export function begin(tenant: TenantFile, attempt: IngestionAttempt): DocumentRecord | null {
  const { file, tenantId } = tenant;
  return file.transaction(
    () => {
      const { documentId, generation } = attempt;
      const waits = file.get(`SELECT tenant_id, shown FROM documents WHERE id = ? AND NOT (${ENDED})`, documentId);
      if (!waits) return null;
      checkTenant(waits, tenantId);
      if (findRunning(tenant, attempt) !== null) return toCome(tenant, documentId);
      const known = file.get('SELECT 1 FROM attempts WHERE document_id = ? AND generation = ?', documentId, generation);
      if (known) return null;
      endRunning(tenant, documentId);
      const running = file.run(
        'INSERT INTO attempts (tenant_id, document_id, generation) VALUES (?, ?, ?)',
        tenantId,
        documentId,
        generation,
      ).id;
      changeRow(tenant, documentId, { ...waitingAs(tenant, documentId, 'PROCESSING'), running });
      return toCome(tenant, documentId);
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
    .all(`SELECT id, tenant_id FROM documents WHERE (${UNFINISHED}) AND id > ? ORDER BY id LIMIT ?`, after ?? '', limit)
    .map((row) => text(checkTenant(row, tenantId), 'id') as DocumentId);
}

/** Says how far an attempt is; false when it is over. */
export function setProgress(tenant: TenantFile, attempt: IngestionAttempt, progress: IngestionProgress): boolean {
  return writeAs(tenant, attempt, { durable: false }, () =>
    changeRow(tenant, attempt.documentId, toProgress(progress)),
  );
}

/** Shows the attempt's chunks and text, and its original, instead of whatever was shown; null when the attempt is over. */
export function finish(
  tenant: TenantFile,
  attempt: IngestionAttempt,
  { text, chunkCount, pageCount, pageStarts }: IngestionResult,
): Switch | null {
  const { file, tenantId } = tenant;
  const { documentId, generation } = attempt;
  let result: Switch | null = null;
  writeAs(tenant, attempt, { durable: true }, (id) => {
    const hidden = shownAttempt(tenant, documentId);
    for (const [at, piece] of toPieces(text).entries()) {
      file.run('INSERT INTO texts VALUES (?, ?, ?, ?)', id, at, tenantId, piece);
    }
    file.run('UPDATE attempts SET page_starts = ? WHERE id = ?', JSON.stringify(pageStarts), id);
    file.run('UPDATE attempts SET garbage = 1 WHERE id = ?', hidden);
    takeReplacement(tenant, documentId);
    changeRow(tenant, documentId, {
      status: 'SEARCHABLE',
      error: null,
      ...toProgress(allDone({ chunkCount, pageCount })),
      chunk_count: chunkCount,
      page_count: pageCount,
      generation,
      shown: id,
      running: null,
    });
    result = { shown: id, hidden };
  });
  return result;
}

/** Ends an attempt for good, with a message for the reader; false when it is over. */
export function fail(tenant: TenantFile, attempt: IngestionAttempt, message: string): boolean {
  return writeAs(tenant, attempt, { durable: true }, () =>
    stop(tenant, attempt.documentId, { status: 'FAILED', error: JSON.stringify(message) }),
  );
}

/** Ends an attempt so that another may begin; false when it is over. */
export function release(tenant: TenantFile, attempt: IngestionAttempt): boolean {
  return writeAs(tenant, attempt, { durable: true }, () => letWait(tenant, attempt.documentId));
}

/** Ends all attempts that run, so that others may begin; their documents. */
export function endRunningOnes(tenant: TenantFile): DocumentId[] {
  const { file, tenantId } = tenant;
  const ids = file
    .all('SELECT id, tenant_id FROM documents WHERE running IS NOT NULL')
    .map((row) => text(checkTenant(row, tenantId), 'id') as DocumentId);
  for (const id of ids) letWait(tenant, id);
  return ids;
}

/** Ends the ingestion of a document that is there, where it is unfinished. */
export function cancel(tenant: TenantFile, id: DocumentId): void {
  tenant.file.transaction(
    () => {
      if (isUnfinished(tenant, id)) stop(tenant, id, { status: 'CANCELLED', error: null });
    },
    { durable: true },
  );
}

/** Lets a document that is there wait to be ingested anew, where it isn't unfinished. */
export function renew(tenant: TenantFile, id: DocumentId): void {
  tenant.file.transaction(
    () => {
      if (!isUnfinished(tenant, id)) letWait(tenant, id);
    },
    { durable: true },
  );
}

/** Lets a document that is there wait for another original, which takes the place of one that nothing shows at once. */
export function replace(tenant: TenantFile, id: DocumentId, next: Original, original: StagedOriginal): void {
  const { file, tenantId } = tenant;
  const { mediaType, sizeBytes, sha256 } = next;
  file.transaction(
    () => {
      dropReplacement(tenant, id);
      file.run(
        `INSERT INTO replacements (document_id, tenant_id, media_type, size_bytes, sha256, bytes, original)
         VALUES (?, ?, ?, ?, ?, x'', ?)`,
        id,
        tenantId,
        mediaType,
        sizeBytes,
        sha256,
        keep(tenant, id, original),
      );
      if (shownAttempt(tenant, id) === null) takeReplacement(tenant, id);
      letWait(tenant, id);
    },
    { durable: true },
  );
}

/** Deletes a document, its originals, and all hold on its attempts; null when there was none. */
export function remove(tenant: TenantFile, id: DocumentId): Switch | null {
  const { file, tenantId } = tenant;
  return file.transaction(
    () => {
      const row = file.get('SELECT tenant_id FROM documents WHERE id = ?', id);
      if (!row) return null;
      checkTenant(row, tenantId);
      const hidden = shownAttempt(tenant, id);
      file.run(
        `INSERT OR REPLACE INTO deleted_documents
         SELECT id, tenant_id, collection, visibility, contains_pii, created_by, ? FROM documents WHERE id = ?`,
        Date.now(),
        id,
      );
      file.run('DELETE FROM documents WHERE id = ?', id);
      file.run('DELETE FROM originals WHERE document_id = ?', id);
      file.run('DELETE FROM replacements WHERE document_id = ?', id);
      dropAllOf(tenant, id);
      file.run('UPDATE attempts SET garbage = 1 WHERE document_id = ?', id);
      return { shown: null, hidden };
    },
    { durable: true },
  );
}

/** As `isUnfinished` says; the index `documents_unfinished` has the same words. */
const UNFINISHED = `status IN ('PENDING', 'PROCESSING') OR (status = 'SEARCHABLE' AND stage <> 'DONE')`;
/** Nothing is to be done, unless somebody asks for it. */
const ENDED = `status = 'CANCELLED' OR (status = 'SEARCHABLE' AND stage = 'DONE')`;

function isUnfinished({ file }: TenantFile, id: DocumentId): boolean {
  return file.get(`SELECT 1 FROM documents WHERE id = ? AND (${UNFINISHED})`, id) !== undefined;
}

function shownAttempt({ file }: TenantFile, id: DocumentId): number | null {
  return nullable(file.get('SELECT shown FROM documents WHERE id = ?', id) ?? { shown: null }, 'shown', number);
}

/** What a document shows already stays searchable while another attempt is made. */
function waitingAs(tenant: TenantFile, id: DocumentId, status: 'PENDING' | 'PROCESSING'): Record<string, SqlValue> {
  const isShown = shownAttempt(tenant, id) !== null;
  return { status: isShown ? 'SEARCHABLE' : status, error: null, ...toProgress(NO_PROGRESS) };
}

function letWait(tenant: TenantFile, id: DocumentId): void {
  endRunning(tenant, id);
  changeRow(tenant, id, { ...waitingAs(tenant, id, 'PENDING'), running: null });
}

/** What a document shows already it goes on to show, without the version that was to come. */
function stop(tenant: TenantFile, id: DocumentId, end: { status: DocumentStatus; error: string | null }): void {
  endRunning(tenant, id);
  dropReplacement(tenant, id);
  const { generation, chunkCount, pageCount } = get(tenant, id);
  const shown = generation && { status: 'SEARCHABLE', ...toProgress(allDone({ chunkCount, pageCount })) };
  changeRow(tenant, id, { ...end, ...shown, running: null });
}

function endRunning({ file }: TenantFile, id: DocumentId): void {
  file.run('UPDATE attempts SET garbage = 1 WHERE id = (SELECT running FROM documents WHERE id = ?)', id);
}

/** The document as it will be once the attempt has finished, as far as its original is concerned. */
function toCome(tenant: TenantFile, id: DocumentId): DocumentRecord {
  return { ...get(tenant, id), ...next(tenant, id) };
}
