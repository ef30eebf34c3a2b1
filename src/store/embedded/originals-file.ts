import { AppError } from '../../errors.ts';
import type { DocumentId } from '../../ids.ts';
import { joinBytes } from '../../lib/byte-pieces.ts';
import type { ByteRange } from '../documents.ts';
import { bytes, checkTenant, nullable, number } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** Bytes of a piece: a job of a few milliseconds. */
export const PIECE_BYTES = 1024 * 1024;

/** Pieces that are removed at once. */
const PIECES_A_BATCH = 16;
/** So long, in ms, after its last piece an original that no document has is given up. */
const GIVEN_UP_MS = 15 * 60_000;

/** An original whose pieces but the last are stored; that one comes with the document. */
export interface StagedOriginal {
  /** Null where nothing is stored yet. */
  readonly original: number | null;
  readonly last: { readonly piece: number; readonly bytes: Uint8Array };
}

/** Stores a piece of an original that no document has yet, and gives that original's number; null begins one. */
export function addPiece(
  tenant: TenantFile,
  { documentId, original, piece }: { documentId: DocumentId; original: number | null; piece: number },
  content: Uint8Array,
): number {
  return tenant.file.transaction(
    () => {
      const id = original ?? begin(tenant, documentId);
      setUnused(tenant, id, Date.now());
      insert(tenant, id, { piece, bytes: content });
      return id;
    },
    { durable: false },
  );
}

/** Within a transaction: makes a staged original one that a document has. */
export function keep(tenant: TenantFile, documentId: DocumentId, { original, last }: StagedOriginal): number {
  const id = original ?? begin(tenant, documentId);
  insert(tenant, id, last);
  setUnused(tenant, id, null);
  return id;
}

/** Lets an original be removed, which no document has any more. */
export function drop({ file }: TenantFile, original: number | null): void {
  if (original !== null) file.run('UPDATE stored_originals SET unused_since = 0 WHERE id = ?', original);
}

/** Lets a staged original be removed, unless a document has it. */
export function giveUp({ file }: TenantFile, original: number): void {
  file.run('UPDATE stored_originals SET unused_since = 0 WHERE id = ? AND unused_since IS NOT NULL', original);
}

/** Lets all originals of a document be removed. */
export function dropAllOf({ file }: TenantFile, documentId: DocumentId): void {
  file.run('UPDATE stored_originals SET unused_since = 0 WHERE document_id = ?', documentId);
}

/** The bytes of a range, which may end beyond them. */
export function read(
  { file, tenantId }: TenantFile,
  original: number,
  { start = 0, end = Number.MAX_SAFE_INTEGER }: ByteRange,
): Uint8Array {
  const first = Math.floor(start / PIECE_BYTES);
  const last = Math.floor((end - 1) / PIECE_BYTES);
  // Cut where they lie: what is not asked for is not copied.
  const rows = file.all(
    `SELECT tenant_id,
       substr(bytes, 1 + max(0, ? - piece * ${PIECE_BYTES}), min(${PIECE_BYTES}, ? - max(?, piece * ${PIECE_BYTES}))) AS bytes
     FROM original_pieces WHERE original = ? AND piece BETWEEN ? AND ? ORDER BY piece`,
    start,
    end,
    start,
    original,
    first,
    last,
  );
  // No bytes, cut out of some, are null to the driver.
  return joinBytes(rows.map((row) => nullable(checkTenant(row, tenantId), 'bytes', bytes) ?? new Uint8Array()));
}

/** Removes some pieces of originals that no document has; false when there is nothing to remove. */
export function sweepOriginals({ file }: TenantFile): boolean {
  return file.transaction(
    () => {
      const unused = file.get(
        'SELECT id FROM stored_originals WHERE unused_since < ? ORDER BY unused_since LIMIT 1',
        Date.now() - GIVEN_UP_MS,
      );
      if (!unused) return false;
      const id = number(unused, 'id');
      // From now on nobody adds to it.
      file.run('UPDATE stored_originals SET unused_since = 0 WHERE id = ?', id);
      const { changes } = file.run(
        `DELETE FROM original_pieces
         WHERE rowid IN (SELECT rowid FROM original_pieces WHERE original = ? LIMIT ${PIECES_A_BATCH})`,
        id,
      );
      if (changes < PIECES_A_BATCH) file.run('DELETE FROM stored_originals WHERE id = ?', id);
      return true;
    },
    { durable: false },
  );
}

function begin({ file, tenantId }: TenantFile, documentId: DocumentId): number {
  return file.run(
    'INSERT INTO stored_originals (tenant_id, document_id, unused_since) VALUES (?, ?, ?)',
    tenantId,
    documentId,
    Date.now(),
  ).id;
}

function insert(
  { file, tenantId }: TenantFile,
  original: number,
  { piece, bytes: content }: { piece: number; bytes: Uint8Array },
): void {
  file.run(
    'INSERT INTO original_pieces (original, piece, tenant_id, bytes) VALUES (?, ?, ?, ?)',
    original,
    piece,
    tenantId,
    content,
  );
}

/** @throws AppError `STORE_UNAVAILABLE` where it was given up */
function setUnused({ file }: TenantFile, original: number, since: number | null): void {
  const { changes } = file.run(
    'UPDATE stored_originals SET unused_since = ? WHERE id = ? AND unused_since > 0',
    since,
    original,
  );
  if (changes === 1) return;
  throw new AppError('STORE_UNAVAILABLE', 'Storing the file took too long. Send it again.');
}
