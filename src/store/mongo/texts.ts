import { Binary } from 'mongodb';
import type { Generation } from '../../ids.ts';
import type { IngestionAttempt } from '../documents.ts';
import { reading } from './client.ts';
import type { TenantDb } from './tenant-db.ts';
import { checkTenant } from './tenant-rows.ts';

/** UTF-16 code units a piece. A multiple of it is where each piece begins, so a range names its pieces. */
const PIECE_LENGTH = 65_536;

/** Stores a text in pieces of UTF-16, which keeps offsets, NUL and lone surrogates as they are. */
export async function storeText(db: TenantDb, { documentId, generation }: IngestionAttempt, text: string) {
  for (let piece = 0; piece * PIECE_LENGTH < text.length; piece++) {
    const units = text.slice(piece * PIECE_LENGTH, (piece + 1) * PIECE_LENGTH);
    const row = {
      tenantId: db.tenantId,
      documentId,
      generation,
      piece,
      utf16: new Binary(Buffer.from(units, 'utf16le')),
    };
    // An attempt that tries to finish again writes the same once more.
    await db.texts.replaceOne({ _id: `${generation}:${piece}` }, row, { upsert: true });
  }
}

/** The range, which ends within the text; null when pieces of it are gone. */
export async function readText(
  db: TenantDb,
  generation: Generation,
  { start, end, signal }: { start: number; end: number; signal: AbortSignal | undefined },
): Promise<string | null> {
  if (end <= start) return '';
  const first = Math.floor(start / PIECE_LENGTH);
  const last = Math.floor((end - 1) / PIECE_LENGTH);
  const ids = Array.from({ length: last - first + 1 }, (_, at) => `${generation}:${first + at}`);
  const rows = await db.texts.find({ _id: { $in: ids } }, reading(signal)).toArray();
  if (rows.length < ids.length) return null;
  const text = rows
    .sort((a, b) => a.piece - b.piece)
    .map((row) => Buffer.from(checkTenant(row, db.tenantId).utf16.value()).toString('utf16le'))
    .join('');
  return text.slice(start - first * PIECE_LENGTH, end - first * PIECE_LENGTH);
}
