import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { delay } from '../lib/delay.ts';
import type { Embedders } from '../models/embedders.ts';
import type { TenantIngestion } from '../store/ingestion.ts';
import type { IngestionQueue, LeasedDocument } from '../store/ingestion-queue.ts';
import { embedSentences } from './embed-sentences.ts';

/** What the embedding of sentences works with. */
export interface SentenceWork {
  readonly queue: IngestionQueue;
  openTenant(id: TenantId): Promise<{ readonly ingestion: TenantIngestion }>;
  readonly embedders: Embedders;
  onUnexpected(error: unknown): void;
  /** A signal that aborts when something is added from now on. */
  nextWake(): AbortSignal;
  /** Ends the work. */
  readonly signal: AbortSignal;
}

/** For some chunks' sentences, on a busy machine. */
const LEASE_MS = 300_000;
/** How often it looks whether another process left something to do. */
const POLL_MS = 1_000;
/** After a failure: whoever is away may be back then. */
const PAUSE_MS = 30_000;

/**
 * Goes through the documents that are searchable and whose sentences are not embedded yet, some chunks of one and then of
 * the next tenant's, until it is told to end: nobody waits for them.
 */
export async function workOnSentences(work: SentenceWork): Promise<void> {
  const { queue, onUnexpected, nextWake, signal } = work;
  let last: TenantId | null = null;
  while (!signal.aborted) {
    const woken = nextWake();
    try {
      const item = await queue.lease({ work: 'SENTENCES', after: last, leaseMs: LEASE_MS });
      if (item) {
        last = item.tenantId;
        await addSentences(item, work);
      } else await delay(POLL_MS, { signal: woken });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof AppError)) onUnexpected(error);
      // The lease ends by itself.
      await delay(PAUSE_MS, { signal });
    }
  }
}

async function addSentences(
  item: LeasedDocument,
  { queue, openTenant, embedders, signal }: SentenceWork,
): Promise<void> {
  const { ingestion: store } = await openTenant(item.tenantId);
  let hasMore = true;
  try {
    hasMore = await embedSentences(store, item.documentId, { embedders, signal });
  } catch (error) {
    // What fails for another reason than that something is away would fail again, and a search does without.
    hasMore = error instanceof AppError || signal.aborted;
    throw error;
  } finally {
    await (hasMore ? queue.release(item) : queue.settle(item));
  }
}
