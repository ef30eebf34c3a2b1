import { notFound } from '../errors.ts';
import type { DocumentId } from '../ids.ts';
import type { DocumentChange, DocumentPosition } from '../store/documents.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';

/** What a reader of `documentChanged` gets; `CURRENT`: as it was when the reading began. */
export interface DocumentEvent {
  readonly type: 'CURRENT' | DocumentChange['type'];
  readonly documentId: DocumentId;
}

const PAGE = 100;

/**
 * What is there now, unless only news are wanted, then every change: of one document, or of all. Changes are listened to before the present is read,
 * so that nothing falls between the two; a change that the present shows already may come again.
 * @throws AppError `NOT_FOUND` for a document that does not exist
 */
export async function* documentEvents(
  tenant: ScopedTenant,
  { id, current, signal }: { id: DocumentId | null; current: boolean; signal: AbortSignal },
): AsyncGenerator<DocumentEvent> {
  const changes = tenant.documents.changes({ signal })[Symbol.asyncIterator]();
  let next = changes.next();
  // Awaited below; until then its failure is nobody's.
  next.catch(() => {});
  try {
    if (current) yield* id === null ? currentOfAll(tenant, signal) : currentOf(tenant, id, signal);
    for (;;) {
      const change = await next;
      if (change.done) return;
      next = changes.next();
      next.catch(() => {});
      if (id === null || change.value.documentId === id) yield change.value;
      if (id !== null && change.value.documentId === id && change.value.type === 'DELETED') return;
    }
  } finally {
    await changes.return?.();
  }
}

async function* currentOf(tenant: ScopedTenant, id: DocumentId, signal: AbortSignal): AsyncGenerator<DocumentEvent> {
  const [document] = await tenant.documents.findMany([id], { signal });
  if (!document) throw notFound('document');
  yield { type: 'CURRENT', documentId: id };
}

async function* currentOfAll(tenant: ScopedTenant, signal: AbortSignal): AsyncGenerator<DocumentEvent> {
  let after: DocumentPosition | null = null;
  for (;;) {
    const page = await tenant.documents.list({ filter: {}, limit: PAGE, after, signal });
    for (const { id } of page.items) yield { type: 'CURRENT', documentId: id };
    after = page.items.at(-1) ?? null;
    if (!page.hasNextPage || !after) return;
  }
}
