import { AppError, describeFailure, isAbortError } from '../errors.ts';
import { type DocumentId, type Generation, newId, type TenantId } from '../ids.ts';
import { delay } from '../lib/delay.ts';
import { INGESTION_LIMITS } from '../limits.ts';
import type { Embedders } from '../models/embedders.ts';
import { isUnfinished } from '../store/document-status.ts';
import type { TenantIngestion } from '../store/ingestion.ts';
import type { IngestionQueue, LeasedDocument } from '../store/ingestion-queue.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { AttemptOver } from './attempt-over.ts';
import type { ChunkSizes } from './chunking/chunk-size.ts';
import { ingestDocument } from './ingest-document.ts';
import type { Mending } from './parsers/parser.ts';
import { workOnSentences } from './sentence-work.ts';

/** Works through the ingestion queue in the background, fair between tenants. */
export interface Ingestion {
  start(): void;
  /** Something was added to the queue. */
  wake(): void;
  /** Stops the work on a document that was deleted, cancelled or replaced here. */
  cancel(id: DocumentId): void;
  /** Stops all work and hands unfinished documents back to the queue. */
  stop(): Promise<void>;
}

/** What ingestion is made of, and whom it tells. */
export interface IngestionOptions {
  readonly queue: IngestionQueue;
  openTenant(id: TenantId): Promise<TenantStore>;
  readonly embedders: Embedders;
  /** In which languages the text of scans is recognized; null where they are refused. */
  readonly ocrLanguages: readonly string[] | null;
  /** How large the chunks of a document become. */
  readonly sizes: ChunkSizes;
  /** Documents at once. */
  readonly concurrency: number;
  onEnd(end: { outcome: 'searchable' | 'failed' | 'dropped'; chunks: number }): void;
  /** A document could be read only because something in it was mended. */
  onMended(document: { documentId: DocumentId; mended: readonly Mending[] }): void;
  onUnexpected(error: unknown): void;
}

const LEASE_MS = 30_000;
/** How often it looks whether another process, or a lease that ended, left something to do. */
const POLL_MS = 1_000;
/** Pauses before further tries after a failure that may pass, in ms: of a model for a minute, in which its server is started again. */
const RETRIES_MS = {
  MODEL_UNAVAILABLE: [1_000, 5_000, 10_000, 15_000, 30_000],
  STORE_UNAVAILABLE: [1_000, 2_000, 5_000, 5_000, 5_000, 5_000],
} as const;

interface Running {
  readonly tenantId: TenantId;
  readonly stop: AbortController;
}

/** Does nothing until it is started. */
export function createIngestion(options: IngestionOptions): Ingestion {
  const { queue, embedders, sizes, concurrency, onEnd, onMended, onUnexpected } = options;
  const { documentsPerTenant } = INGESTION_LIMITS;
  const stopping = new AbortController();
  const running = new Map<DocumentId, Running>();
  const ends = new Set<Promise<void>>();
  let dispatching: Promise<unknown> = Promise.resolve();
  let lastTenant: TenantId | null = null;
  let rouse = new AbortController();

  const wake = () => {
    rouse.abort();
    rouse = new AbortController();
  };

  /**
   * Takes up one document after the other. A tenant that has none under way always gets one, so that its short text is
   * done while the long ones of others go on: the embedder takes a few passages of each in turn.
   */
  async function dispatch(): Promise<void> {
    while (!stopping.signal.aborted) {
      const rest = rouse.signal;
      const item = running.size < concurrency ? await lease() : null;
      if (!item) {
        await delay(POLL_MS, { signal: rest });
        continue;
      }
      const end = process(item).finally(() => {
        ends.delete(end);
        wake();
      });
      ends.add(end);
    }
  }

  async function lease(): Promise<LeasedDocument | null> {
    try {
      const item = await queue.lease({ after: lastTenant, except: tenantsAtTheirMost(), leaseMs: LEASE_MS });
      if (item) lastTenant = item.tenantId;
      return item;
    } catch (error) {
      if (!(error instanceof AppError)) onUnexpected(error);
      return null;
    }
  }

  function tenantsAtTheirMost(): TenantId[] {
    const most = running.size < concurrency / 2 ? documentsPerTenant : 1;
    const counts = new Map<TenantId, number>();
    for (const { tenantId } of running.values()) counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1);
    return [...counts].filter(([, count]) => count >= most).map(([tenantId]) => tenantId);
  }

  async function process(item: LeasedDocument): Promise<void> {
    const controller = new AbortController();
    const stop = () => controller.abort();
    stopping.signal.addEventListener('abort', stop, { once: true });
    // It may have been leased while the stop began.
    if (stopping.signal.aborted) stop();
    running.set(item.documentId, { tenantId: item.tenantId, stop: controller });
    const renewal = setInterval(() => {
      // A store that is away for a moment may still know the lease when it is back.
      queue.renew(item, { leaseMs: LEASE_MS }).then(
        (held) => held || stop(),
        () => {},
      );
    }, LEASE_MS / 3);
    try {
      await ingest(item, controller.signal);
    } catch (error) {
      // The store is away: the lease ends by itself, and the document is taken up again.
      if (!(error instanceof AppError)) onUnexpected(error);
    } finally {
      clearInterval(renewal);
      stopping.signal.removeEventListener('abort', stop);
      running.delete(item.documentId);
    }
  }

  /** Tries until the document is searchable, failed or gone, or this process must stop. */
  async function ingest(item: LeasedDocument, signal: AbortSignal): Promise<void> {
    const { ingestion: store } = await options.openTenant(item.tenantId);
    const attempt = { documentId: item.documentId, generation: newId<Generation>() };
    for (let tries = 0; ; tries++) {
      try {
        const chunks = await ingestDocument(store, attempt, {
          embedders,
          sizes,
          ocrLanguages: options.ocrLanguages,
          onMended: (mended) => onMended({ documentId: item.documentId, mended }),
          signal,
        });
        await queue.advance(item);
        return onEnd({ outcome: 'searchable', chunks });
      } catch (error) {
        const failure = describeFailure(error);
        if (stopping.signal.aborted) {
          // A store that is away takes nothing back: the lease ends by itself.
          if (failure.code === 'STORE_UNAVAILABLE') return;
          await store.release(attempt);
          await queue.release(item);
          return;
        }
        if (error instanceof AttemptOver || isAbortError(error)) return await drop(store, item);
        if (failure.code === 'INTERNAL') onUnexpected(error);
        const pause = isPassing(failure.code) ? RETRIES_MS[failure.code][tries] : undefined;
        if (pause === undefined && failure.code === 'STORE_UNAVAILABLE') throw error;
        if (pause === undefined) {
          await store.fail(attempt, failure.message);
          await queue.settle(item);
          return onEnd({ outcome: 'failed', chunks: 0 });
        }
        await delay(pause, { signal });
      }
    }
  }

  /**
   * The document is gone, finished or another's: only what nobody works on any more leaves the queue. What is to be made
   * of another content waits anew, so that who changes it all the time keeps nobody else waiting.
   */
  async function drop(store: TenantIngestion, item: LeasedDocument): Promise<void> {
    const document = await store.find(item.documentId);
    if (document && isUnfinished(document)) await queue.release(item, { behindOthers: true });
    else if (document?.status === 'SEARCHABLE') await queue.advance(item);
    else await queue.settle(item);
    onEnd({ outcome: 'dropped', chunks: 0 });
  }

  return {
    start: () => {
      const sentences = workOnSentences({ ...options, nextWake: () => rouse.signal, signal: stopping.signal });
      dispatching = Promise.all([dispatch(), sentences]);
    },
    wake,
    cancel: (id) => running.get(id)?.stop.abort(),
    stop: async () => {
      stopping.abort();
      wake();
      await dispatching;
      await Promise.all(ends);
    },
  };
}

function isPassing(code: string): code is keyof typeof RETRIES_MS {
  return code in RETRIES_MS;
}
