import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentsService } from '../../src/documents/documents-service.ts';
import { newId, type UserId } from '../../src/ids.ts';
import type { LeasedDocument } from '../../src/store/ingestion-queue.ts';
import type { TenantStore } from '../../src/store/tenant-store.ts';
import type { OpenedStore } from '../contracts/store.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import { openNewTenant } from '../support/store-fixtures.ts';

const UPLOAD = { name: 'a.txt', bytes: new TextEncoder().encode('words'), tags: [], containsPii: false, wait: false };

describe('taking a document in', () => {
  let opened: OpenedStore;
  let tenant: TenantStore;
  beforeEach(async () => {
    opened = await openTemporaryStore();
    tenant = await openNewTenant(opened.store);
  });
  afterEach(() => opened.close());

  const ingest = (into: TenantStore) =>
    createDocumentsService({
      queue: opened.store.queue,
      ingestion: { wake: () => {}, cancel: () => {} },
      maxFileBytes: 1_000,
      shutdown: new AbortController().signal,
      now: () => new Date(),
    }).ingest(into, UPLOAD, { createdBy: newId<UserId>(), signal: new AbortController().signal });
  const lease = () => opened.store.queue.lease({ after: null, leaseMs: 60_000 });
  /** The same tenant, with something done at the moment when a document is stored. */
  const withCreate = (create: TenantStore['documents']['create']): TenantStore => ({
    ...tenant,
    documents: { ...tenant.documents, create },
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

  it('leaves nothing in the queue of what could not be stored, or was there already', async () => {
    const failing = withCreate(async () => {
      throw new Error('The disk is full.');
    });
    await expect(ingest(failing)).rejects.toThrow('The disk is full.');
    expect(await opened.store.queue.size()).toBe(0);

    const first = await ingest(tenant);
    expect(await ingest(tenant)).toEqual({ document: first.document, created: false });
    expect(await opened.store.queue.size()).toBe(1);
  });
});
