import { type DocumentId, newId, type TenantId } from '../../src/ids.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { crashContent, newAttempt, newChunk, newDocument, openTestTenant, TEST_EMBEDDER } from './store-fixtures.ts';

/**
 * Ingests one document after the other until it is killed, as ingestion does, and reports each step that is
 * acknowledged: what `create` acknowledged must outlive this process.
 */
export interface CrashReport {
  readonly step: 'open' | 'queued' | 'created' | 'leased' | 'begun' | 'written' | 'finished' | 'removed';
  readonly documentId?: string;
}

const CHUNKS = 6;
const [dataDir, tenantId] = process.argv.slice(2) as [string, TenantId];
const report = (message: CrashReport) => process.send?.(message);

const store = await openEmbeddedStore({ dataDir, embedder: TEST_EMBEDDER });
const tenant = await openTestTenant(store, tenantId);
report({ step: 'open' });
for (;;) {
  const documentId = newId<DocumentId>();
  const { document, original } = newDocument({ id: documentId, content: crashContent(documentId) });
  const place = await store.queue.reserve({ tenantId, documentId }, { leaseMs: 60_000 });
  report({ step: 'queued' });
  await tenant.documents.create(document, original);
  report({ step: 'created', documentId });
  await store.queue.release(place);
  await store.queue.lease({ after: null, leaseMs: 60_000 });
  report({ step: 'leased' });
  const attempt = newAttempt(documentId);
  await tenant.ingestion.begin(attempt);
  report({ step: 'begun' });
  for (let index = 0; index < CHUNKS; index += 2) {
    await tenant.ingestion.write(attempt, [newChunk(index), newChunk(index + 1)]);
    report({ step: 'written' });
  }
  await tenant.ingestion.finish(attempt, {
    text: 'word '.repeat(CHUNKS),
    chunkCount: CHUNKS,
    pageCount: null,
    pageStarts: [],
  });
  report({ step: 'finished' });
  await store.queue.remove({ tenantId, documentId });
  report({ step: 'removed' });
}
