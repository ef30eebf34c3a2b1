import { Binary, type Filter } from 'mongodb';
import type { DocumentId } from '../../../ids.ts';
import { inPieces } from '../../../lib/byte-pieces.ts';
import type { Abortable } from '../../abortable.ts';
import type { OriginalBytes } from '../../documents.ts';
import { reading } from '../client.ts';
import type { TenantDb } from './tenant-db.ts';
import { checkTenant, type OriginalRow } from './tenant-rows.ts';

/** Well below the 16 MB that a row may have. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** An original in the making: its name, and the document that it is for. */
export interface Upload {
  readonly original: string;
  readonly documentId: DocumentId;
}

/**
 * Stores an original in pieces. It is announced first, so that the sweeper finds the pieces of one that no document came
 * to have; `settleUpload` takes that back.
 */
export async function storeOriginal(
  db: TenantDb,
  { original, documentId }: Upload,
  bytes: OriginalBytes,
): Promise<void> {
  // What was begun before, and cut off, is written over.
  const upsert = { upsert: true };
  const announced = { $set: { tenantId: db.tenantId, documentId }, $currentDate: { at: true as const } };
  await db.meta.updateOne({ _id: uploadId(original) }, announced, upsert);
  let piece = 0;
  for await (const part of inPieces(bytes, PIECE_BYTES)) {
    const row = { tenantId: db.tenantId, documentId, piece, bytes: new Binary(part) };
    await db.originals.replaceOne({ _id: `${original}:${piece}` }, row, upsert);
    piece += 1;
  }
}

/** To be called when a document has it, or its pieces are removed. */
export async function settleUpload(db: TenantDb, { original }: Upload): Promise<void> {
  await db.meta.deleteOne({ _id: uploadId(original) });
}

/** The bytes from `start` to `end`, which is no later than theirs, or null where some of them are missing. */
export async function readOriginal(
  db: TenantDb,
  upload: Upload,
  { start, end, signal }: { start: number; end: number } & Abortable,
): Promise<Uint8Array | null> {
  const length = Math.max(0, end - start);
  const first = Math.floor(start / PIECE_BYTES);
  const last = Math.floor(Math.max(start, end - 1) / PIECE_BYTES);
  const bytes = new Uint8Array(length);
  if (length === 0) return bytes;
  const filter = { ...piecesOf(upload), piece: { $gte: first, $lte: last } };
  let read = 0;
  for (const row of await db.originals.find(filter, reading(signal)).toArray()) {
    const begin = row.piece * PIECE_BYTES;
    const part = checkTenant(row, db.tenantId).bytes.value();
    const wanted = part.subarray(Math.max(0, start - begin), Math.max(0, end - begin));
    bytes.set(wanted, Math.max(0, begin - start));
    read += wanted.byteLength;
  }
  return read === length ? bytes : null;
}

/** Removes all originals of a document. */
export async function removeOriginals(db: TenantDb, documentId: DocumentId): Promise<void> {
  await db.originals.deleteMany({ documentId });
}

/** Removes the pieces of one original of a document. */
export async function removeOriginal(db: TenantDb, upload: Upload): Promise<void> {
  await db.originals.deleteMany(piecesOf(upload));
}

/** Removes the pieces of originals that no document came to have. */
export async function sweepUploads(db: TenantDb, { olderThan }: { olderThan: Date }): Promise<void> {
  const isOld = { _id: { $regex: `^${UPLOAD}` }, at: { $lt: olderThan } };
  const uploads = await db.meta.find(isOld, reading()).toArray();
  for (const { _id, documentId } of uploads) {
    const original = _id.slice(UPLOAD.length);
    const upload = { original, documentId: documentId ?? (original as DocumentId) };
    const document = await db.documents.findOne({ _id: upload.documentId }, reading());
    const has = document && (document.original === original || document.next?.original === original);
    if (!has) await removeOriginal(db, upload);
    await settleUpload(db, upload);
  }
}

function piecesOf({ original, documentId }: Upload): Filter<OriginalRow> {
  return { documentId, _id: { $regex: `^${original}:` } };
}

const UPLOAD = 'upload:';

function uploadId(original: string): string {
  return `${UPLOAD}${original}`;
}
