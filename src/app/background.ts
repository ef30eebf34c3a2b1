import { chunkSizes } from '../documents/chunking/chunk-size.ts';
import { createIngestion, type Ingestion } from '../documents/ingestion.ts';
import { createRecovery } from '../documents/recovery.ts';
import { createReembedding } from '../documents/reembedding.ts';
import { RUN_LIMITS } from '../limits.ts';
import { startDailySweep } from '../tenants/daily-sweep.ts';
import type { Deletion } from '../tenants/deletion.ts';
import type { Assembly } from './assembly.ts';
import type { Storage } from './storage.ts';

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
  const startSweep = () =>
    startDailySweep({
      directory: store.directory,
      sweep: async (id, before) => {
        const { audit, kept } = await store.openTenant(id);
        await audit.sweepTexts(before);
        const eventsBefore = new Date(now().getTime() - RUN_LIMITS.eventsMs);
        await kept.sweep({ now: now(), answersBefore: before, eventsBefore });
      },
      retentionDays: config.audit.answerRetentionDays,
      now,
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
