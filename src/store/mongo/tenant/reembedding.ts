import type { Filter } from 'mongodb';
import type { DocumentId } from '../../../ids.ts';
import type { ChunkKey } from '../../chunks.ts';
import type { OutdatedChunk, ReembeddedChunk, ReembeddingProgress } from '../../reembedding.ts';
import { reading, serverTime } from '../client.ts';
import { type Ended, endRunning } from './attempts.ts';
import { rowId, toKey } from './chunk-rows.ts';
import { fromStored } from './stored-text.ts';
import type { TenantDb } from './tenant-db.ts';
import { type ChunkRow, checkTenant, type DocumentRow } from './tenant-rows.ts';
import { holding, toValues, type VectorFormat, type VectorSlot } from './vector-slots.ts';
import type { VectorState } from './vector-state.ts';

type Target = VectorSlot['embedder'];

/** How far the tenant is on its way to an embedder; null where it has arrived. */
export async function progress(
  db: TenantDb,
  to: Target,
  signal: AbortSignal | undefined,
): Promise<ReembeddingProgress | null> {
  const { current, next } = await db.vectors.read();
  if (current.embedder.id === to.id) return null;
  return {
    from: current.embedder.id,
    to: to.id,
    done: next?.embedder.id === to.id ? await countDone(db, next, signal) : 0,
    total: await sumChunks(db, SHOWN, signal),
  };
}

async function sumChunks(db: TenantDb, filter: Filter<DocumentRow>, signal: AbortSignal | undefined): Promise<number> {
  const [sum] = await db.documents
    .aggregate<{ chunks: number }>(
      [{ $match: filter }, { $group: { _id: 1, chunks: { $sum: '$chunkCount' } } }],
      reading(signal),
    )
    .toArray();
  return sum?.chunks ?? 0;
}

/** Chunks of documents that are whole, and those of the others. */
async function countDone(db: TenantDb, next: VectorSlot, signal: AbortSignal | undefined): Promise<number> {
  const whole = await sumChunks(db, { ...SHOWN, reembedded: next.slot }, signal);
  const begun = await db.documents
    .find({ ...lacking(next), reembedding: next.slot }, reading(signal))
    .project<Pick<DocumentRow, 'generation'>>({ _id: 0, generation: 1 })
    .toArray();
  const generations = begun.flatMap(({ generation }) => generation ?? []);
  const some = await db.chunks.countDocuments(
    { generation: { $in: generations }, ...holding(next, 'embedding', { exists: true }) },
    reading(signal),
  );
  return whole + some;
}

/** The slot that is filled for an embedder, begun where it isn't yet; null where the tenant has arrived. */
export async function beginSlot(db: TenantDb, to: Target): Promise<VectorSlot | null> {
  for (;;) {
    const state = await db.vectors.read();
    if (state.current.embedder.id === to.id) return null;
    if (state.next?.embedder.id === to.id) return state.next;
    const slot = state.lastSlot + 1;
    const next = { slot, embedder: { id: to.id, dimensions: to.dimensions } };
    const change = { ...(await givingUp(db, state)), next, lastSlot: slot };
    if (await db.vectors.change(state, change)) return next;
  }
}

/** Gives up a slot that is filled for another embedder than this. */
export async function dropOtherSlot(db: TenantDb, to: Target): Promise<void> {
  const state = await db.vectors.read();
  if (!state.next || (state.next.embedder.id === to.id && state.current.embedder.id !== to.id)) return;
  await db.vectors.change(state, { ...(await givingUp(db, state)), next: null });
}

async function givingUp(db: TenantDb, { next, old }: VectorState): Promise<Pick<VectorState, 'old' | 'isClosing'>> {
  const more = next ? [{ slot: next.slot, since: await serverTime(db.db) }] : [];
  return { old: [...old, ...more], isClosing: false };
}

/** Where somebody is: the next document, and of the one before it the place up to which it has vectors. */
export interface Place {
  readonly documentId: DocumentId;
  readonly written: ChunkKey | null;
}

/** Chunks that are shown and have no vector in the slot, of one document: the first from a place on, round to that place. */
export async function nextChunks(
  db: TenantDb,
  slot: VectorSlot,
  { documentId, written }: Place,
  { limit, signal }: { limit: number; signal?: AbortSignal | undefined },
): Promise<OutdatedChunk[]> {
  for (;;) {
    const lacks = lacking(slot);
    const document =
      (await findFirst(db, { ...lacks, _id: { $gte: documentId } }, signal)) ?? (await findFirst(db, lacks, signal));
    if (!document?.generation) return [];
    const { _id, generation } = document;
    const read = (from: number) =>
      db.chunks
        .find({ generation, index: { $gte: from }, ...holding(slot, 'embedding', { exists: false }) }, reading(signal))
        .project<Pick<ChunkRow, 'tenantId' | 'text' | 'headings' | keyof ChunkKey>>(CHUNK)
        .sort({ index: 1 })
        .limit(limit)
        .toArray();
    const from = written?.generation === generation ? written.index + 1 : 0;
    const behind = await read(from);
    const rows = behind.length > 0 || from === 0 ? behind : await read(0);
    if (rows.length > 0) {
      return rows.map((row) => ({
        ...toKey(checkTenant(row, db.tenantId)),
        text: fromStored(row.text),
        headings: row.headings.map(fromStored),
      }));
    }
    await db.documents.updateOne({ _id, generation }, { $set: { reembedded: slot.slot } });
  }
}

const CHUNK = { tenantId: 1, documentId: 1, generation: 1, index: 1, text: 1, headings: 1 };

/** Keeps vectors and sentences in the slot, of those of the chunks that are shown. */
export async function writeNext(
  db: TenantDb,
  slot: VectorSlot,
  chunks: readonly ReembeddedChunk[],
  format: VectorFormat,
): Promise<void> {
  const shown: Filter<DocumentRow> = {
    _id: { $in: [...new Set(chunks.map(({ documentId }) => documentId))] },
    generation: { $in: [...new Set(chunks.map(({ generation }) => generation))] },
    deletedAt: null,
  };
  // Before the chunks: the search engine may be behind from now on.
  await db.documents.updateMany(shown, { $set: { reembedding: slot.slot, indexed: false } });
  const documents = await db.documents
    .find(shown, reading())
    .project<Pick<DocumentRow, '_id' | 'tenantId' | 'generation'>>({ tenantId: 1, generation: 1 })
    .toArray();
  const generations = new Map(documents.map((row) => [checkTenant(row, db.tenantId)._id, row.generation]));
  const wanted = chunks.filter(({ documentId, generation }) => generations.get(documentId) === generation);
  if (wanted.length === 0) return;
  // What the sweeper removes meanwhile is not made again: nothing is inserted.
  await db.chunks.bulkWrite(
    wanted.map((chunk) => ({
      updateOne: { filter: { _id: rowId(chunk) }, update: { $set: toValues(slot, chunk, format) } },
    })),
    { ordered: false },
  );
}

/**
 * Lets searches use the slot, once it is whole. Attempts that run write vectors of the former embedder, and one that ends
 * between a look and the switch would show them: so they are ended before the look that counts, and who begins one
 * after that stops the switch instead (`stopSwitch`). `ended`: whose attempts were.
 */
export async function switchTo(db: TenantDb, slot: VectorSlot): Promise<{ isSwitched: boolean; ended: Ended[] }> {
  const isWhole = async () => (await findFirst(db, lacking(slot), undefined)) === null;
  const state = (await isWhole()) ? await close(db) : null;
  if (state?.next?.slot !== slot.slot) return { isSwitched: false, ended: [] };
  const ended = await endRunning(db);
  const old = [...state.old, { slot: state.current.slot, since: await serverTime(db.db) }];
  const isReady = await isWhole();
  const change = isReady ? { current: slot, next: null, old, isClosing: false } : { isClosing: false };
  return { isSwitched: (await db.vectors.change(state, change)) && isReady, ended };
}

/** Says that somebody is about to switch; null where somebody else has changed something. */
async function close(db: TenantDb): Promise<VectorState | null> {
  const state = await db.vectors.read();
  if (!state.isClosing && !(await db.vectors.change(state, { isClosing: true }))) return null;
  const closing = await db.vectors.read();
  return closing.isClosing ? closing : null;
}

/** After the beginning of an attempt: it is of the embedder that is in use by now, and stays so. */
export async function stopSwitch(db: TenantDb): Promise<void> {
  for (;;) {
    const state = await db.vectors.read();
    if (!state.isClosing || (await db.vectors.change(state, { isClosing: false }))) return;
  }
}

/** Documents that searches show. */
const SHOWN = { generation: { $ne: null }, deletedAt: null } satisfies Filter<DocumentRow>;

/** Those of them of which chunks may have no vector in a slot. */
function lacking({ slot }: VectorSlot): Filter<DocumentRow> {
  return { ...SHOWN, reembedded: { $ne: slot } };
}

async function findFirst(
  db: TenantDb,
  filter: Filter<DocumentRow>,
  signal: AbortSignal | undefined,
): Promise<Pick<DocumentRow, '_id' | 'generation'> | null> {
  const [row] = await db.documents
    .find(filter, reading(signal))
    .project<Pick<DocumentRow, '_id' | 'tenantId' | 'generation'>>({ tenantId: 1, generation: 1 })
    .sort({ _id: 1 })
    .limit(1)
    .toArray();
  return row ? checkTenant(row, db.tenantId) : null;
}
