import type { DocumentId, LeaseId, TenantId } from '../../ids.ts';
import { newId } from '../../ids.ts';
import type { IngestionWork, LeasedDocument, QueuedDocument } from '../ingestion-queue.ts';
import type { AttachedFile } from './attached-file.ts';
import { number, text } from './rows.ts';

/** A folder belongs to one process at a time, so whatever was leased at its start is free. */
export function clearLeases(file: AttachedFile): void {
  file.transaction(() => file.run('UPDATE queue SET lease = NULL, leased_until = 0'), { durable: false });
}

/** Lets a document wait; one that waits for the same already keeps its place. */
export function add(
  file: AttachedFile,
  { tenantId, documentId }: QueuedDocument,
  { work = 'PASSAGES' }: { work?: IngestionWork } = {},
): void {
  const sql = `INSERT INTO queue (tenant_id, document_id, work) VALUES (?, ?, ?)
    ON CONFLICT (tenant_id, document_id) DO UPDATE
      SET place = (SELECT max(place) + 1 FROM queue), work = excluded.work, lease = NULL, leased_until = 0
    WHERE excluded.work = 'PASSAGES' AND queue.work = 'SENTENCES'`;
  file.transaction(() => file.run(sql, tenantId, documentId, work), { durable: true });
}

/** Adds a document that is leased already. */
export function reserve(file: AttachedFile, item: QueuedDocument, { leaseMs }: { leaseMs: number }): LeasedDocument {
  const lease = newId<LeaseId>();
  file.transaction(
    () =>
      file.run(
        'INSERT INTO queue (tenant_id, document_id, lease, leased_until) VALUES (?, ?, ?, ?)',
        item.tenantId,
        item.documentId,
        lease,
        Date.now() + leaseMs,
      ),
    { durable: true },
  );
  return { ...item, lease };
}

/** Leases the next tenant's longest-waiting document, from the first tenant id again when none comes after `after`. */
export function lease(
  file: AttachedFile,
  {
    work = 'PASSAGES',
    after,
    except = [],
    leaseMs,
  }: { work?: IngestionWork; after: TenantId | null; except?: readonly TenantId[]; leaseMs: number },
): LeasedDocument | null {
  const now = Date.now();
  const next = (beyond: string) =>
    file.get(
      `SELECT place, tenant_id, document_id FROM queue WHERE work = ? AND tenant_id > ? AND leased_until <= ?
         AND tenant_id NOT IN (SELECT value FROM json_each(?))
       ORDER BY tenant_id, place LIMIT 1`,
      work,
      beyond,
      now,
      JSON.stringify(except),
    );
  const row = next(after ?? '') ?? next('');
  if (!row) return null;
  const lease = newId<LeaseId>();
  file.transaction(
    () =>
      file.run(
        'UPDATE queue SET lease = ?, leased_until = ? WHERE place = ?',
        lease,
        now + leaseMs,
        number(row, 'place'),
      ),
    { durable: false },
  );
  return {
    tenantId: text(row, 'tenant_id') as TenantId,
    documentId: text(row, 'document_id') as DocumentId,
    lease,
  };
}

/** Prolongs a lease; false when it is no longer held. */
export function renew(file: AttachedFile, item: LeasedDocument, { leaseMs }: { leaseMs: number }): boolean {
  return update(file, item, { lease: item.lease, leasedUntil: Date.now() + leaseMs });
}

/** Ends a lease; the document keeps its place, or gets the last one. False when it is no longer held. */
export function release(
  file: AttachedFile,
  item: LeasedDocument,
  { behindOthers = false }: { behindOthers?: boolean } = {},
): boolean {
  return update(file, item, { lease: null, leasedUntil: 0, behindOthers });
}

/** Ends a lease; what waits now are the document's sentences. False when it is no longer held. */
export function advance(file: AttachedFile, item: LeasedDocument): boolean {
  return update(file, item, { lease: null, leasedUntil: 0, work: 'SENTENCES' });
}

/** Takes a document out whose lease is held; false when it is no longer. */
export function settle(file: AttachedFile, { tenantId, documentId, lease: held }: LeasedDocument): boolean {
  const sql = 'DELETE FROM queue WHERE tenant_id = ? AND document_id = ? AND lease = ?';
  return file.transaction(() => file.run(sql, tenantId, documentId, held), { durable: false }).changes === 1;
}

/** The documents of a tenant that wait for their passages, the longest-waiting first. */
export function waiting(file: AttachedFile, tenantId: TenantId, { limit }: { limit: number }): DocumentId[] {
  return file
    .all(
      `SELECT document_id FROM queue WHERE tenant_id = ? AND work = 'PASSAGES' AND leased_until <= ? ORDER BY place LIMIT ?`,
      tenantId,
      Date.now(),
      limit,
    )
    .map((row) => text(row, 'document_id') as DocumentId);
}

/** Takes a document out, whoever holds it. */
export function remove(file: AttachedFile, { tenantId, documentId }: QueuedDocument): void {
  file.transaction(() => file.run('DELETE FROM queue WHERE tenant_id = ? AND document_id = ?', tenantId, documentId), {
    durable: false,
  });
}

/** How many documents wait for that work or are leased. */
export function size(file: AttachedFile, { work = 'PASSAGES' }: { work?: IngestionWork } = {}): number {
  return number(file.get('SELECT count(*) AS size FROM queue WHERE work = ?', work) ?? {}, 'size');
}

function update(
  file: AttachedFile,
  { tenantId, documentId, lease: held }: LeasedDocument,
  to: { lease: LeaseId | null; leasedUntil: number; work?: IngestionWork; behindOthers?: boolean },
): boolean {
  const { changes } = file.transaction(
    () =>
      file.run(
        `UPDATE queue SET lease = ?, leased_until = ?, work = coalesce(?, work),
           place = iif(?, (SELECT max(place) + 1 FROM queue), place)
         WHERE tenant_id = ? AND document_id = ? AND lease = ?`,
        to.lease,
        to.leasedUntil,
        to.work ?? null,
        to.behindOthers ? 1 : 0,
        tenantId,
        documentId,
        held,
      ),
    { durable: false },
  );
  return changes === 1;
}
