import { chunkSizes } from '../documents/chunking/chunk-size.ts';
import { createIngestion, type Ingestion } from '../documents/ingestion.ts';
import { createRecovery } from '../documents/recovery.ts';
import { createReembedding } from '../documents/reembedding.ts';
import { RUN_LIMITS } from '../limits.ts';
import type { Deletion } from '../tenants/deletion.ts';
import { startHourlySweep } from '../tenants/hourly-sweep.ts';
import type { Assembly } from './assembly.ts';
import type { Storage } from './storage.ts';

const DAY_MS = 86_400_000;

/** What goes on without a request: documents are read, leftovers removed, vectors renewed. */
export interface Background {
  readonly ingestion: Ingestion;
  /** A process that serves the API alone never does. */
  start(): void;
  stop(): Promise<void>;
}

/** Puts together what works in the background. */
export function createBackground(assembly: Assembly, storage: Storage, deletion: Deletion): Background {
  const { config, logger, metrics, now, onUnexpected, onClose } = assembly;
  const { store, embedder, embedders, former } = storage;
  const ingestion = createIngestion({
    sizes: chunkSizes(config.chunks),
    queue: store.queue,
    openTenant: (id) => store.openTenant(id),
    embedders,
    ocrLanguages: config.documents.ocr ? config.documents.ocrLanguages : null,
    concurrency: config.documents.ingestionConcurrency,
    onEnd: metrics.ingestionEnded,
    onMended: (document) => logger.info(document, 'document mended'),
    onUnexpected,
  });
  const recovery = createRecovery({
    directory: store.directory,
    queue: store.queue,
    openTenant: (id) => store.openTenant(id),
    onRecovered: ingestion.wake,
    onDeleted: (tenant) => deletion.finish(tenant),
    onUnexpected,
  });
  const reembedding = createReembedding({
    store,
    embedder,
    onBegin: (outdated) => {
      metrics.reembedded({ chunks: 0, left: outdated.length });
      const organizations = outdated.length;
      logger.info({ organizations, from: former.map(({ id }) => id), to: embedder.id }, 're-embedding begins');
    },
    onWritten: metrics.reembedded,
    onProgress: (tenantId, progress) => logger.info({ tenantId, ...progress }, 're-embedding goes on'),
    onSwitched: (tenantId, { left }) => {
      metrics.reembedded({ chunks: 0, left });
      logger.info({ tenantId, embedder: embedder.id, organizationsLeft: left }, 'organisation re-embedded');
    },
    onUnexpected,
  });
  const before = (ms: number) => new Date(now().getTime() - ms);
  const startSweep = () =>
    startHourlySweep({
      directory: store.directory,
      sweep: async (id) => {
        const { audit, kept } = await store.openTenant(id);
        const answersBefore = before(config.audit.answerRetentionDays * DAY_MS);
        await audit.sweepTexts(answersBefore);
        const eventsBefore = before(RUN_LIMITS.eventsMs);
        // No model writes on one answer for a day.
        await kept.sweep({ now: await store.now(), answersBefore, eventsBefore, deletedBefore: before(DAY_MS) });
      },
      onUnexpected,
    });
  return {
    ingestion,
    start: () => {
      onClose(startSweep());
      ingestion.start();
      recovery.start();
      reembedding.start();
    },
    stop: async () => {
      await Promise.all([recovery.stop(), ingestion.stop(), reembedding.stop()]);
    },
  };
}
