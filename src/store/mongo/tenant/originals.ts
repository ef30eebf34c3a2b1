import { Binary } from 'mongodb';
import type { DocumentId } from '../../../ids.ts';
import { reading } from '../client.ts';
import type { TenantDb } from './tenant-db.ts';
import { checkTenant } from './tenant-rows.ts';

/** Well below the 16 MB that a row may have. */
const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * Stores an original in pieces. It is announced first, so that the sweeper finds the pieces of one whose document never
 * came; `settleUpload` takes that back.
 */
export async function storeOriginal(db: TenantDb, id: DocumentId, bytes: Uint8Array): Promise<void> {
  // What was begun before, and cut off, is written over.
  const upsert = { upsert: true };
  const announced = { $set: { tenantId: db.tenantId }, $currentDate: { at: true as const } };
  await db.meta.updateOne({ _id: uploadId(id) }, announced, upsert);
  const count = Math.max(1, Math.ceil(bytes.byteLength / PIECE_BYTES));
  for (let piece = 0; piece < count; piece++) {
    const row = {
      tenantId: db.tenantId,
      documentId: id,
      piece,
      bytes: new Binary(bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES)),
    };
    await db.originals.replaceOne({ _id: `${id}:${piece}` }, row, upsert);
  }
}

/** To be called when the document is stored, or the pieces are removed. */
export async function settleUpload(db: TenantDb, id: DocumentId): Promise<void> {
  await db.meta.deleteOne({ _id: uploadId(id) });
}

/** The bytes, or null where there are none. */
export async function readOriginal(
  db: TenantDb,
  id: DocumentId,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  const rows = await db.originals.find({ documentId: id }, reading(signal)).sort({ piece: 1 }).toArray();
  const pieces = rows.map((row) => checkTenant(row, db.tenantId).bytes.value());
  if (pieces.length === 0) return null;
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}

export async function removeOriginal(db: TenantDb, id: DocumentId): Promise<void> {
  await db.originals.deleteMany({ documentId: id });
}

/** Removes the pieces of originals whose documents never came. */
export async function sweepUploads(db: TenantDb, { olderThan }: { olderThan: Date }): Promise<void> {
  const isOld = { _id: { $regex: `^${UPLOAD}` }, at: { $lt: olderThan } };
  const uploads = await db.meta.find(isOld, reading()).toArray();
  for (const { _id } of uploads) {
    const id = _id.slice(UPLOAD.length) as DocumentId;
    const stored = await db.documents.findOne({ _id: id }, { projection: { _id: 1 }, ...reading() });
    if (!stored) await removeOriginal(db, id);
    await settleUpload(db, id);
  }
}

const UPLOAD = 'upload:';

function uploadId(id: DocumentId): string {
  return `${UPLOAD}${id}`;
}
