import { AppError } from '../../errors.ts';
import { type Generation, newId } from '../../ids.ts';
import type { Abortable } from '../../store/abortable.ts';
import { EVERYTHING } from '../../store/access.ts';
import { isUnfinished } from '../../store/document-status.ts';
import type { DocumentPosition, DocumentRecord } from '../../store/documents.ts';
import type { IngestionAttempt } from '../../store/ingestion.ts';
import type { IngestionQueue } from '../../store/ingestion-queue.ts';
import type { TenantStore } from '../../store/tenant-store.ts';
import { type DocumentContent, fingerprintOf, readContent, readNext, readOriginal } from './document-content.ts';

/** Documents that are listed at once. */
const PAGE = 200;
/** Chunks that are written at once. */
const BATCH = 100;

/** How many documents of one organisation were copied, and how many were there already. */
export interface MigratedTenant {
  readonly copied: number;
  readonly present: number;
}

interface Stores extends Abortable {
  readonly from: TenantStore;
  readonly to: TenantStore;
  /** Of the store that is copied to. */
  readonly queue: IngestionQueue;
}

/** Copies one organisation's documents, oldest first: of two with the same bytes, the failed one came first. */
export async function migrateTenant(stores: Stores): Promise<MigratedTenant> {
  const { from, to, signal } = stores;
  const counts = { copied: 0, present: 0 };
  for (const document of await listOldestFirst(from, { signal })) {
    signal?.throwIfAborted();
    const there = await to.ingestion.find(document.id, { signal });
    counts[await migrateDocument(stores, document, there)] += 1;
  }
  return counts;
}

async function listOldestFirst(tenant: TenantStore, { signal }: Abortable): Promise<DocumentRecord[]> {
  const all: DocumentRecord[] = [];
  let after: DocumentPosition | null = null;
  for (;;) {
    const page = await tenant.as(EVERYTHING).documents.list({ filter: {}, limit: PAGE, after, signal });
    all.push(...page.items);
    after = page.items.at(-1) ?? null;
    if (!page.hasNextPage) return all.reverse();
  }
}

async function migrateDocument(
  stores: Stores,
  document: DocumentRecord,
  there: DocumentRecord | null,
): Promise<keyof MigratedTenant> {
  const { from, to, queue } = stores;
  if (isUnfinished(document) && document.generation === null) {
    if (!there) await create(stores, document);
    // It may have got further there than it is here. Adding twice is fine.
    if (!there || isUnfinished(there)) await queue.add({ tenantId: to.tenantId, documentId: document.id });
    return there ? 'present' : 'copied';
  }
  if (there?.status === document.status) {
    if (document.status === 'SEARCHABLE') {
      await check(stores, document, await readContent(from, document, stores));
      await queueSentences(stores, document);
      await goOn(stores, document);
    }
    return 'present';
  }
  if (!there) await create(stores, document);
  if (document.status === 'FAILED') await fail(stores, document);
  else if (document.status === 'CANCELLED') await to.as(EVERYTHING).documents.cancel(document.id);
  else {
    await show(stores, document);
    await queueSentences(stores, document);
    await goOn(stores, document);
  }
  return 'copied';
}

/** A new version that is not searchable here yet is made there, and what was to be read anew is. */
async function goOn({ from, to, queue, signal }: Stores, document: DocumentRecord): Promise<void> {
  if (!isUnfinished(document)) return;
  const { id } = document;
  const { documents } = to.as(EVERYTHING);
  const next = await from.ingestion.next(id, { signal });
  if (next) await documents.replace(id, next, readNext(from, id, { ...next, signal }));
  else await documents.renew(id);
  await queue.add({ tenantId: to.tenantId, documentId: id });
}

/** Those that were not embedded here yet are embedded there. */
async function queueSentences({ to, queue }: Stores, { id }: DocumentRecord): Promise<void> {
  const waiting = await to.ingestion.withoutSentences(id, { limit: 1 });
  if (waiting?.chunks.length) await queue.add({ tenantId: to.tenantId, documentId: id }, { work: 'SENTENCES' });
}

async function create({ from, to, signal }: Stores, document: DocumentRecord): Promise<void> {
  const original = await readOriginal(from, document, { signal });
  const { document: stored } = await to.as(EVERYTHING).documents.create(document, original);
  if (stored.id === document.id) return;
  throw new AppError(
    'CONFLICT',
    `Of the organisation ${to.tenantId}, the document ${document.id} can't be copied, as the document ${stored.id} there has the same bytes. Migrate into a database that nobody works with yet.`,
  );
}

/** Makes a document searchable with the text and the vectors that it has. */
async function show(stores: Stores, document: DocumentRecord): Promise<void> {
  const { from, to, signal } = stores;
  const content = await readContent(from, document, { signal });
  const attempt = await begin(to, document);
  for (let at = 0; at < content.chunks.length; at += BATCH) {
    if (!(await to.ingestion.write(attempt, content.chunks.slice(at, at + BATCH)))) throw interfered(document);
  }
  const { text, pageStarts, chunks } = content;
  const { pageCount } = document;
  const result = { text, chunkCount: chunks.length, pageCount, pageStarts };
  if (!(await to.ingestion.finish(attempt, result))) throw interfered(document);
  await check(stores, document, content);
}

async function fail({ to }: Stores, document: DocumentRecord): Promise<void> {
  const attempt = await begin(to, document);
  if (!(await to.ingestion.fail(attempt, document.error ?? ''))) throw interfered(document);
}

async function begin({ ingestion }: TenantStore, document: DocumentRecord): Promise<IngestionAttempt> {
  const attempt = { documentId: document.id, generation: newId<Generation>() };
  if (!(await ingestion.begin(attempt))) throw interfered(document);
  return attempt;
}

/** Reads all of a document back. */
async function check({ to, signal }: Stores, document: DocumentRecord, content: DocumentContent): Promise<void> {
  const there = await to.ingestion.find(document.id, { signal });
  if (there) {
    await readOriginal(to, there, { signal });
    const copy = fingerprintOf(there, await readContent(to, there, { signal }));
    if (copy === fingerprintOf(document, content)) return;
  }
  throw new AppError(
    'STORE_UNAVAILABLE',
    `The document ${document.id} of the organisation ${to.tenantId} is not the same there as here. Delete it there, then begin again.`,
  );
}

function interfered(document: DocumentRecord): AppError {
  return new AppError(
    'CONFLICT',
    `Somebody else works on the document ${document.id} there. Stop the servers that use that database, then begin again.`,
  );
}
