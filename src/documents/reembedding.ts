import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { type BackgroundTask, createBackgroundTask } from '../lib/background-task.ts';
import { delay } from '../lib/delay.ts';
import type { Embedder } from '../models/embedder.ts';
import type { IngestionQueue } from '../store/ingestion-queue.ts';
import type { OutdatedTenant, ReembeddingProgress, TenantReembedding } from '../store/reembedding.ts';
import type { Store } from '../store/store.ts';
import { packSentencesOf } from './embed-sentences.ts';
import { storedPassageText } from './passage-text.ts';

/** Brings all organisations to the configured embedder, in the background, after everything else. */
export type Reembedding = BackgroundTask;

/** What is embedded anew, by which embedder, and how progress is reported. */
export interface ReembeddingOptions {
  readonly store: Pick<Store, 'outdated'> & {
    openTenant(id: TenantId): Promise<{ readonly reembedding: TenantReembedding }>;
    readonly queue: Pick<IngestionQueue, 'size'>;
  };
  /** The configured one. */
  readonly embedder: Embedder;
  /** What there is to do, at the start; not called where there is nothing. */
  onBegin(outdated: readonly OutdatedTenant[]): void;
  /** Chunks were embedded, and so many organisations are left. */
  onWritten(batch: { chunks: number; left: number }): void;
  /** From time to time. */
  onProgress(tenantId: TenantId, progress: ReembeddingProgress): void;
  /** An organisation has arrived, and so many are left. */
  onSwitched(tenantId: TenantId, options: { left: number }): void;
  onUnexpected(error: unknown): void;
}

/** Chunks that are embedded and written together, and texts in one call: so few take one thread and leave others to questions. */
const BATCH = 8;
const POLL_MS = 500;
/** The longest that new documents keep a batch waiting: a queue that is never empty would stop all. */
const YIELD_MS = 10_000;
/** After a failure: whoever is away may be back then. */
const PAUSE_MS = 30_000;
const PROGRESS_MS = 60_000;

/** Some chunks of one organisation and then of the next, so that none waits behind another's many. */
export function createReembedding(options: ReembeddingOptions): Reembedding {
  const { store, onBegin, onWritten, onProgress, onSwitched, onUnexpected } = options;
  const task = createBackgroundTask();
  const { signal } = task;
  const embedder = inSmallCalls(options.embedder);
  let toldAt = performance.now();

  const run = async () => {
    const outdated = await untilDone(() => store.outdated({ signal }));
    if (!outdated || outdated.length === 0) return;
    onBegin(outdated);
    const left = new Set(outdated.map(({ tenantId }) => tenantId));
    while (left.size > 0 && !signal.aborted) {
      let failed = false;
      for (const tenantId of left) {
        await letDocumentsGoFirst();
        if (signal.aborted) return;
        try {
          const chunks = await advance(tenantId);
          if (chunks !== null) onWritten({ chunks, left: left.size });
          else {
            left.delete(tenantId);
            onSwitched(tenantId, { left: left.size });
          }
        } catch (error) {
          if (isGone(error)) left.delete(tenantId);
          else failed = report(error);
        }
      }
      if (failed) await delay(PAUSE_MS, { signal });
    }
  };

  /** Does a batch of a tenant's chunks, and gives how many; null once the tenant has arrived. */
  const advance = async (tenantId: TenantId): Promise<number | null> => {
    const { reembedding } = await store.openTenant(tenantId);
    const chunks = await reembedding.next({ limit: BATCH, signal });
    if (chunks.length === 0) return (await reembedding.switch()) ? null : 0;
    const vectors = await embedder.embed(chunks.map(storedPassageText), { as: 'passage', priority: 'LOW', signal });
    const sentences = await packSentencesOf(
      chunks.map(({ text }) => text),
      { embedder, signal },
    );
    await reembedding.write(
      chunks.map(({ documentId, generation, index }, at) => {
        const [vector, packed] = [vectors[at], sentences[at]];
        if (!vector || !packed) throw new TypeError('An embedder gives one vector a text.');
        return { documentId, generation, index, vector, sentences: packed };
      }),
    );
    if (performance.now() - toldAt > PROGRESS_MS) {
      toldAt = performance.now();
      const progress = await reembedding.progress({ signal });
      if (progress) onProgress(tenantId, progress);
    }
    return chunks.length;
  };

  const letDocumentsGoFirst = async () => {
    const giveUp = performance.now() + YIELD_MS;
    const waiting = async () => (await store.queue.size({ signal }).catch(() => 0)) > 0;
    while (!signal.aborted && performance.now() < giveUp && (await waiting())) await delay(POLL_MS, { signal });
  };

  const untilDone = async <T>(work: () => Promise<T>): Promise<T | null> => {
    while (!signal.aborted) {
      try {
        return await work();
      } catch (error) {
        report(error);
        await delay(PAUSE_MS, { signal });
      }
    }
    return null;
  };

  const report = (error: unknown): true => {
    if (!signal.aborted && !(error instanceof AppError)) onUnexpected(error);
    return true;
  };

  return { start: () => task.start(run), stop: task.stop };
}

/** The organisation was deleted meanwhile. */
function isGone(error: unknown): boolean {
  return error instanceof AppError && error.code === 'NOT_FOUND';
}

function inSmallCalls(embedder: Embedder): Embedder {
  return {
    ...embedder,
    embed: async (texts, options) => {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += BATCH) {
        vectors.push(...(await embedder.embed(texts.slice(from, from + BATCH), options)));
      }
      return vectors;
    },
  };
}
