import type { Identity } from '../auth/identity.ts';
import { AppError, notFound } from '../errors.ts';
import { type DocumentId, newId } from '../ids.ts';
import { joinSignals } from '../lib/joined-signal.ts';
import type { Abortable } from '../store/abortable.ts';
import { isUnfinished } from '../store/document-status.ts';
import type { DocumentRecord, NewDocument } from '../store/documents.ts';
import type { IngestionQueue, LeasedDocument, QueuedDocument } from '../store/ingestion-queue.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { UseLimits } from '../tenants/use-limits.ts';
import { type DocumentEvent, documentEvents } from './document-events.ts';
import { type Filing, requireMayChange, requireOwnFiling } from './filing.ts';
import { type IncomingContent, sha256Of, sizeOf } from './incoming-content.ts';
import type { Ingestion } from './ingestion.ts';
import { parseDocumentName, parseFileName, parseTags, withOwnTags } from './inputs.ts';
import { type OriginalRange, readOriginal } from './original-pieces.ts';
import { takeSample } from './parsers/file-sample.ts';
import { inspectUpload } from './parsers/inspect-upload.ts';
import { findParser } from './parsers/parsers.ts';

/** A document as it comes in. */
export interface Upload extends Filing {
  readonly name: string;
  /** What the file is called where it comes from; it tells the type when `name` has no extension that does. */
  readonly fileName?: string;
  readonly content: IncomingContent;
  /** Given for a text that is no file: any name will do, and only decides whether the text is Markdown. */
  readonly isText?: boolean;
  readonly tags: readonly string[];
  readonly documentDate: Date | null;
  /** Resolve when the document is searchable or failed, at most after a minute or at the end of the server or of the caller's access, instead of at once. */
  readonly wait: boolean;
}

/** Brings documents in, and gives back what was brought in. */
export interface DocumentsService {
  /**
   * Checks what can be checked at once, stores the original and queues it.
   * @throws AppError `BAD_INPUT`, `TOO_LARGE`, `RATE_LIMITED` or `FORBIDDEN`, and nothing is stored
   */
  ingest(
    tenant: ScopedTenant,
    upload: Upload,
    options: { caller: Identity; signal: AbortSignal; accessEnd: AbortSignal },
  ): Promise<{ document: DocumentRecord; created: boolean }>;
  /**
   * What is there now, unless only news are wanted, then every change, of one document or of all, until a signal aborts or the server stops.
   * @throws AppError `NOT_FOUND` for a document that does not exist; at the server's stop, or the end of the reader's access, what that says
   */
  events(
    tenant: ScopedTenant,
    options: { id: DocumentId | null; current: boolean; signal: AbortSignal; accessEnd: AbortSignal },
  ): AsyncGenerator<DocumentEvent>;
  /** The place of a document among those that wait and that the caller sees, from 1; null where it doesn't wait, or behind a thousand. */
  queuePosition(tenant: ScopedTenant, id: DocumentId, options: Abortable): Promise<number | null>;
  /**
   * The bytes of a document's original, a piece at a time.
   * @throws AppError `NOT_FOUND` when it is deleted, replaced, or out of the reader's sight meanwhile
   */
  original(tenant: ScopedTenant, document: DocumentRecord, range: OriginalRange): AsyncGenerator<Uint8Array>;
  /** Gives back what it was. @throws AppError `NOT_FOUND`; `FORBIDDEN` for an EDITOR who has not brought it in */
  delete(tenant: ScopedTenant, id: DocumentId, caller: Identity): Promise<DocumentRecord>;
}

/** What the documents service is made of. */
export interface DocumentsServiceOptions {
  readonly queue: IngestionQueue;
  readonly ingestion: Pick<Ingestion, 'wake' | 'cancel'>;
  readonly maxFileBytes: number;
  readonly limits: Pick<UseLimits, 'count' | 'inRoom'>;
  /** Aborts when the server stops, with the error that streams then end with. */
  readonly shutdown: AbortSignal;
  now(): Date;
}

/** Longer than it ever takes to store a document. */
const RESERVATION_MS = 60_000;
/** The last position in the queue that is reported. */
const MOST_PLACES = 1_000;
/** The longest that `wait` waits. */
const MAX_WAIT_MS = 60_000;

/** The service on a tenant's own documents. */
export function createDocumentsService({
  queue,
  ingestion,
  maxFileBytes,
  limits,
  shutdown,
  now,
}: DocumentsServiceOptions): DocumentsService {
  /** A process that stood still may have lost its lease, and with it the place in the queue. */
  const letWait = async (place: LeasedDocument) => {
    if (!(await queue.release(place, { behindOthers: true }))) await queue.add(place);
  };

  /** Stores a document with its place in the queue. */
  const store = async (tenant: ScopedTenant, document: NewDocument, content: IncomingContent) => {
    const place = await queue.reserve(itemOf(tenant, document.id), { leaseMs: RESERVATION_MS });
    const stored = await tenant.documents.create(document, content).catch(async (error) => {
      // It may have been stored all the same: whoever looks for it now ingests it, or takes it out of the queue.
      await queue.release(place).catch(() => {});
      throw error;
    });
    // It is stored, whatever becomes of this: the reservation ends by itself, and who looks for what waits finds it.
    await settlePlace(place, stored).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
    return stored;
  };

  const settlePlace = async (
    place: LeasedDocument,
    { document, created }: { document: DocumentRecord; created: boolean },
  ) => {
    if (created) return await letWait(place);
    await queue.remove(place);
    // The earlier one may be one that was stored and whose place was lost.
    if (isUnfinished(document)) await queue.add({ tenantId: place.tenantId, documentId: document.id });
  };

  const known = new WeakMap<ScopedTenant, Promise<Map<DocumentId, number>>>();
  const readPlaces = async (tenant: ScopedTenant, { signal }: Abortable) => {
    const waiting = await queue.waiting(tenant.tenantId, { limit: MOST_PLACES, signal });
    // One that was cancelled may be there until it is looked for.
    const documents = (await tenant.documents.findMany(waiting, { signal })).filter(isUnfinished);
    const seen = new Set(documents.map(({ id }) => id));
    return new Map(waiting.filter((id) => seen.has(id)).map((id, at) => [id, at + 1]));
  };

  return {
    ingest: async (tenant, upload, { caller, signal, accessEnd }) => {
      requireOwnFiling(upload, caller);
      const name = parseDocumentName(upload.name);
      const given = parseTags(upload.tags);
      const { content } = upload;
      const sizeBytes = sizeOf(content);
      const { mediaType, own } = inspectUpload({
        name: upload.fileName === undefined || findParser(name) ? name : parseFileName(upload.fileName),
        sizeBytes,
        sample: await takeSample(content),
        isText: upload.isText ?? false,
        maxBytes: maxFileBytes,
      });
      await limits.count(caller, 'document');
      const sha256 = await sha256Of(content);
      const document: NewDocument = {
        id: newId<DocumentId>(),
        name,
        mediaType,
        sizeBytes,
        sha256,
        version: 1,
        documentDate: upload.documentDate ?? own.date,
        tags: withOwnTags(given, own.tags),
        collection: upload.collection,
        visibility: upload.visibility,
        containsPii: upload.containsPii,
        createdBy: caller.userId,
        createdAt: now(),
      };
      const stored = await limits.inRoom(caller, { documents: 1, bytes: sizeBytes }, () =>
        store(tenant, document, content),
      );
      ingestion.wake();
      if (!upload.wait) return stored;
      const either = joinSignals(signal, shutdown, accessEnd);
      try {
        return { ...stored, document: await settled(tenant, stored.document, either.signal) };
      } finally {
        either.release();
      }
    },

    events: async function* (tenant, { id, current, signal, accessEnd }) {
      const stop = joinSignals(shutdown, accessEnd);
      const either = joinSignals(signal, stop.signal);
      try {
        yield* documentEvents(tenant, { id, current, signal: either.signal });
      } finally {
        either.release();
        stop.release();
      }
      if (!signal.aborted) stop.signal.throwIfAborted();
    },

    queuePosition: async (tenant, id, options) => {
      // Read once for all the documents of a result.
      const places = known.get(tenant) ?? readPlaces(tenant, options);
      known.set(tenant, places);
      const forget = () => known.delete(tenant);
      places.then(forget, forget);
      return (await places).get(id) ?? null;
    },
    original: readOriginal,

    delete: async (tenant, id, caller) => {
      const [document] = await tenant.documents.findMany([id]);
      if (!document) throw notFound('document');
      requireMayChange(document, caller);
      if (!(await tenant.documents.delete(id))) throw notFound('document');
      ingestion.cancel(id);
      // It is gone, whatever becomes of this: who looks for it later takes it out of the queue.
      await queue.remove(itemOf(tenant, id)).catch(() => {});
      return document;
    },
  };
}

/** A document as the ingestion queue names it. */
export function itemOf({ tenantId }: ScopedTenant, documentId: DocumentId): QueuedDocument {
  return { tenantId, documentId };
}

/** The document once it is searchable or failed, or as it is after a minute or when the signal aborts. */
async function settled(tenant: ScopedTenant, document: DocumentRecord, signal: AbortSignal): Promise<DocumentRecord> {
  const enough = new AbortController();
  const giveUp = () => enough.abort();
  const timer = setTimeout(giveUp, MAX_WAIT_MS);
  signal.addEventListener('abort', giveUp, { once: true });
  let latest = document;
  try {
    for await (const _event of documentEvents(tenant, { id: document.id, current: true, signal: enough.signal })) {
      const [found] = await tenant.documents.findMany([document.id], { signal: enough.signal });
      if (!found) throw new AppError('NOT_FOUND', 'The document was deleted while it was ingested.');
      latest = found;
      if (found.status === 'SEARCHABLE' || found.status === 'FAILED') break;
    }
  } catch (error) {
    if (!enough.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
    enough.abort();
  }
  return latest;
}
