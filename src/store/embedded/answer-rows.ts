import type { AnswerId, ConversationId, DocumentId, Generation, TenantId } from '../../ids.ts';
import type { Scope } from '../access.ts';
import type { AnswerRecord, RunStatus } from '../answers.ts';
import { documentsOf, type KeptRow, LOST, showKept } from '../kept-row.ts';
import type { PresentDocument } from '../shown-answer.ts';
import type { SqlRow } from './attached-file.ts';
import { toAccess } from './document-rows.ts';
import { checkTenant, date, json, nullable, number, text } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** Of runs that have not ended; as the index on them says. */
export const GOES_ON = `status IN ('QUEUED', 'RUNNING')`;

/** A row of `answers` as the helpers of all stores read it. */
export function toKept(row: SqlRow, tenantId: TenantId): KeptRow {
  checkTenant(row, tenantId);
  return {
    id: text(row, 'id') as AnswerId,
    tenantId,
    conversationId: nullable(row, 'conversation', text) as ConversationId | null,
    createdAt: date(row, 'created_at'),
    question: json(row, 'question'),
    status: text(row, 'status') as RunStatus,
    position: nullable(row, 'position', number),
    readUntil: nullable(row, 'read_until', date),
    rating: nullable(row, 'rating', json<KeptRow['rating']>),
    body: nullable(row, 'body', json<KeptRow['body']>),
  };
}

/** Rows of completed answers as a scope may see them. */
export function showRows(tenant: TenantFile, scope: Scope, rows: readonly SqlRow[]): AnswerRecord[] {
  const kept = rows.map((row) => toKept(row, tenant.tenantId));
  const documents = present(tenant, documentsOf(kept));
  return kept.map((row) => showKept(scope, row, documents));
}

/** What is known of these documents, deleted ones too, whoever may see them. */
export function present(
  { file, tenantId }: TenantFile,
  ids: readonly DocumentId[],
): ReadonlyMap<DocumentId, PresentDocument> {
  const read = (columns: string, table: string) =>
    file
      .all(
        `SELECT id, tenant_id, collection, visibility, contains_pii, created_by, ${columns} FROM ${table}
         WHERE id IN (SELECT value FROM json_each(?))`,
        JSON.stringify(ids),
      )
      .map((row): [DocumentId, PresentDocument] => [
        text(checkTenant(row, tenantId), 'id') as DocumentId,
        { access: toAccess(row), generation: nullable(row, 'generation', text) as Generation | null },
      ]);
  if (ids.length === 0) return new Map();
  // One that was deleted and came back is there.
  return new Map([...read('NULL AS generation', 'deleted_documents'), ...read('generation', 'documents')]);
}

/** Within a transaction: notes which documents an answer or a run was written from. */
export function noteSources({ file, tenantId }: TenantFile, id: AnswerId, body: KeptRow['body']): void {
  for (const documentId of documentsOf([{ body }])) {
    file.run('INSERT OR IGNORE INTO answer_documents VALUES (?, ?, ?)', id, documentId, tenantId);
  }
}

/** Within a transaction: ends the runs, or this one, whose lease has run out. */
export function endLost({ file }: TenantFile, now: Date, id: AnswerId | null = null): void {
  file.run(
    `UPDATE answers SET status = 'FAILED', position = NULL, lease_until = NULL, ended_at = ?, body = ?
     WHERE ${GOES_ON} AND lease_until <= ? AND ifnull(id = ?, TRUE)`,
    now.getTime(),
    JSON.stringify(LOST),
    now.getTime(),
    id,
  );
}
