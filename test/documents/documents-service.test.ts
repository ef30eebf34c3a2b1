import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/auth/identity.ts';
import { createDocumentsService, type Upload } from '../../src/documents/documents-service.ts';
import { AppError } from '../../src/errors.ts';
import { type DocumentId, newId, type SessionId } from '../../src/ids.ts';
import type { IngestionQueue, LeasedDocument } from '../../src/store/ingestion-queue.ts';
import type { ScopedTenant } from '../../src/store/tenant-store.ts';
import type { OpenedStore } from '../contracts/opened-store.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import { newMember, openNewTenant, type TestTenant } from '../support/store-fixtures.ts';

const UPLOAD = {
  name: 'a.txt',
  content: new TextEncoder().encode('words'),
  tags: [],
  documentDate: null,
  containsPii: false,
  collection: null,
  visibility: 'ORGANIZATION',
  wait: false,
} as const;

const { user, tenant: organisation, membership } = newMember();
const CALLER: Identity = {
  ...membership,
  collections: null,
  member: { user, tenant: organisation, membership },
  credential: { type: 'SESSION', sessionId: newId<SessionId>() },
  expiresAt: null,
};

const NEVER = new AbortController().signal;

describe('taking a document in', () => {
  let opened: OpenedStore;
  let tenant: TestTenant;
  beforeEach(async () => {
    opened = await openTemporaryStore();
    tenant = await openNewTenant(opened.store);
  });
  afterEach(() => opened.close());

  const ingest = (into: ScopedTenant, upload: Upload = UPLOAD, queue: IngestionQueue = opened.store.queue) =>
    createDocumentsService({
      queue,
      ingestion: { wake: () => {}, cancel: () => {} },
      maxFileBytes: 1_000,
      limits: { count: async () => {}, inRoom: (_caller, _room, work) => work() },
      shutdown: new AbortController().signal,
      now: () => new Date(),
    }).ingest(into, upload, { caller: CALLER, signal: NEVER, accessEnd: NEVER });
  const lease = () => opened.store.queue.lease({ after: null, leaseMs: 60_000 });
  /** The same tenant, with something done at the moment when a document is stored. */
  const withCreate = (create: ScopedTenant['documents']['create']): ScopedTenant => ({
    ...tenant,
    documents: Object.assign(Object.create(tenant.documents), { create }),
  });

  it('gives no worker the document before it is stored', async () => {
    const early: (LeasedDocument | null)[] = [];
    const { document } = await ingest(
      withCreate(async (...given) => {
        early.push(await lease());
        return tenant.documents.create(...given);
      }),
    );
    expect(early).toEqual([null]);
    expect(await lease()).toMatchObject({ documentId: document.id });
  });

  it('lets it wait from when it is stored on, so that none that waits already moves back', async () => {
    let second: DocumentId | undefined;
    const { document: first } = await ingest(
      withCreate(async (...given) => {
        second = (await ingest(tenant, { ...UPLOAD, name: 'b.txt' })).document.id;
        return tenant.documents.create(...given);
      }),
    );
    const { queue } = opened.store;
    expect(await queue.waiting(tenant.tenantId, { limit: 10 })).toEqual([second, first.id]);
  });

  it('keeps the place of what may have been stored all the same, until somebody has looked for it', async () => {
    const replyLost = withCreate(async (...given) => {
      await tenant.documents.create(...given);
      throw new AppError('STORE_UNAVAILABLE', 'The reply was lost.');
    });
    await expect(ingest(replyLost)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await ingest(tenant)).toMatchObject({ created: false, document: { status: 'PENDING' } });
    expect(await opened.store.queue.size()).toBe(1);
    const [document] = (await tenant.documents.list({ filter: {}, limit: 1, after: null })).items;
    expect(await lease()).toMatchObject({ documentId: document?.id });
  });

  it('queues a document whose place was given away while its process stood still', async () => {
    const stalled = withCreate(async (...given) => {
      const { tenantId } = tenant;
      await opened.store.queue.remove({ tenantId, documentId: given[0].id });
      return await tenant.documents.create(...given);
    });
    const { document } = await ingest(stalled);
    expect(await lease()).toMatchObject({ documentId: document.id });
  });

  it('queues a document that was stored, and whose place was lost, when it comes again', async () => {
    const { document } = await ingest(tenant);
    await opened.store.queue.remove({ tenantId: tenant.tenantId, documentId: document.id });
    expect(await ingest(tenant)).toMatchObject({ created: false, document: { id: document.id } });
    expect(await lease()).toMatchObject({ documentId: document.id });
  });

  it('acknowledges what is stored, although its place in the queue can not be given free', async () => {
    const { queue } = opened.store;
    const fails = () => Promise.reject(new AppError('STORE_UNAVAILABLE', 'The disk is full.'));
    const { document, created } = await ingest(
      tenant,
      UPLOAD,
      Object.assign(Object.create(queue), { release: fails, add: fails }),
    );
    expect(created).toBe(true);
    expect(await tenant.documents.findMany([document.id])).toHaveLength(1);
    expect(await queue.size()).toBe(1);
  });

  it('leaves nothing in the queue of what was there already', async () => {
    const first = await ingest(tenant);
    expect(await ingest(tenant)).toEqual({ document: first.document, created: false });
    expect(await opened.store.queue.size()).toBe(1);
  });
});
