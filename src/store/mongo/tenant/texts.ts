import { Binary } from 'mongodb';
import type { Generation } from '../../../ids.ts';
import type { Abortable } from '../../abortable.ts';
import type { IngestionAttempt, IngestionResult } from '../../ingestion.ts';
import { joinPieces, piecesOf, toPieces } from '../../text-pieces.ts';
import { reading } from '../client.ts';
import type { TenantDb } from './tenant-db.ts';
import { checkTenant } from './tenant-rows.ts';

/** Stores a text in pieces of UTF-16, which keeps offsets, NUL and lone surrogates as they are, and where its pages begin. */
export async function storeText(
  db: TenantDb,
  { documentId, generation }: IngestionAttempt,
  { text, pageStarts }: Pick<IngestionResult, 'text' | 'pageStarts'>,
): Promise<void> {
  for (const [piece, utf16] of toPieces(text).entries()) {
    const bytes = new Binary(utf16);
    const row = {
      tenantId: db.tenantId,
      documentId,
      generation,
      piece,
      utf16: bytes,
      ...(piece === 0 && { pageStarts }),
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
  const { first, last } = piecesOf({ start, end });
  const ids = Array.from({ length: last - first + 1 }, (_, at) => `${generation}:${first + at}`);
  const rows = await db.texts.find({ _id: { $in: ids } }, reading(signal)).toArray();
  if (rows.length < ids.length) return null;
  const pieces = rows.sort((a, b) => a.piece - b.piece).map((row) => checkTenant(row, db.tenantId).utf16.value());
  return joinPieces(pieces, { start, end });
}

/** Where its pages begin; empty where that was not kept, null when its first piece is gone. */
export async function readPageStarts(
  db: TenantDb,
  generation: Generation,
  { signal }: Abortable,
): Promise<readonly number[] | null> {
  const projection = { tenantId: 1, pageStarts: 1 };
  const row = await db.texts.findOne({ _id: `${generation}:0` }, { projection, ...reading(signal) });
  return row && (checkTenant(row, db.tenantId).pageStarts ?? []);
}
