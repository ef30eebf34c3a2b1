import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DocumentId, newId } from '../../src/ids.ts';
import type { Original } from '../../src/store/documents.ts';
import type { IngestionAttempt } from '../../src/store/ingestion.ts';
import type { Store } from '../../src/store/store.ts';
import {
  beginDocument,
  ingestDocument,
  matching,
  nearest,
  newAttempt,
  newChunk,
  newDocument,
  newQuestion,
  openNewTenant,
  type TestTenant,
} from '../support/store-fixtures.ts';

/** What a document goes through after it has come in: new versions, changes of its metadata, an end that is asked for. */
export function describeVersions(store: () => Store): void {
  let tenant: TestTenant;
  beforeEach(async () => {
    tenant = await openNewTenant(store());
  });

  const find = async (id: DocumentId) => (await tenant.documents.findMany([id]))[0];
  const originalOf = async (id: DocumentId) => Buffer.from((await tenant.documents.original(id)) ?? '').toString();
  const toRead = async (id: DocumentId) => Buffer.from((await tenant.ingestion.original(id)) ?? '').toString();
  const textOf = (id: DocumentId) => tenant.documents.text(id, { start: 0 });
  const words = async (...terms: string[]) =>
    (await matching(tenant, terms, { limit: 9, filter: {} })).map(({ documentId }) => documentId);
  const unfinished = () => tenant.ingestion.unfinished({ after: null, limit: 9 });

  const content = (text: string, mediaType = 'text/markdown'): [Original, Uint8Array] => {
    const bytes = new TextEncoder().encode(text);
    return [{ mediaType, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }, bytes];
  };
  const begin = async (id: DocumentId): Promise<IngestionAttempt> => {
    const attempt = newAttempt(id);
    expect(await tenant.ingestion.begin(attempt)).not.toBeNull();
    return attempt;
  };
  const finish = async (attempt: IngestionAttempt, term: string) => {
    await tenant.ingestion.write(attempt, [newChunk(0, { terms: [term] })]);
    return await tenant.ingestion.finish(attempt, { text: term, chunkCount: 1, pageCount: 3, pageStarts: [] });
  };

  describe('a new version', () => {
    it('takes the place of the present one in one step, when it is whole', async () => {
      const id = await ingestDocument(tenant, [newChunk(0, { terms: ['old'] })], { content: 'old' });
      const [next, bytes] = content('fresh');
      expect(await tenant.documents.replace(id, next, bytes)).toMatchObject({
        status: 'SEARCHABLE',
        version: 1,
        mediaType: 'text/plain',
        progress: { stage: 'WAITING' },
      });
      expect(await unfinished()).toEqual([id]);
      expect(await tenant.ingestion.next(id)).toEqual(next);
      expect([await originalOf(id), await toRead(id)]).toEqual(['old', 'fresh']);

      const attempt = newAttempt(id);
      expect(await tenant.ingestion.begin(attempt)).toMatchObject({ id, status: 'SEARCHABLE', ...next });
      await tenant.ingestion.write(attempt, [newChunk(0, { terms: ['fresh'] })]);
      expect([await words('old'), await words('fresh'), await textOf(id)]).toEqual([[id], [], 'old']);
      expect(await tenant.usage()).toEqual({ documents: 1, chunks: 1, storedBytes: 'old'.length + next.sizeBytes });

      expect(await finish(attempt, 'fresh')).toBe(true);
      expect(await find(id)).toMatchObject({ ...next, version: 2, pageCount: 3, progress: { stage: 'DONE' } });
      expect([await words('old'), await words('fresh'), await textOf(id)]).toEqual([[], [id], 'fresh']);
      expect([await originalOf(id), await toRead(id)]).toEqual(['fresh', 'fresh']);
      expect((await tenant.usage()).storedBytes).toBe(next.sizeBytes);
      expect([await tenant.ingestion.next(id), await unfinished()]).toEqual([null, []]);
      expect(await tenant.ingestion.begin(newAttempt(id))).toBeNull();
    });

    it('that fails leaves the present one, and says why', async () => {
      const id = await ingestDocument(tenant, [newChunk(0, { terms: ['old'] })], { content: 'old' });
      await tenant.documents.replace(id, ...content('fresh'));
      expect(await tenant.ingestion.fail(await begin(id), 'It is damaged.')).toBe(true);

      expect(await find(id)).toMatchObject({
        status: 'SEARCHABLE',
        version: 1,
        mediaType: 'text/plain',
        error: 'It is damaged.',
        progress: { stage: 'DONE', chunksEmbedded: 1, chunksTotal: 1 },
      });
      expect([await words('old'), await originalOf(id), await toRead(id)]).toEqual([[id], 'old', 'old']);
      expect([await tenant.ingestion.next(id), await unfinished()]).toEqual([null, []]);

      await tenant.documents.replace(id, ...content('again'));
      expect(await find(id)).toMatchObject({ error: null });
      expect(await finish(await begin(id), 'again')).toBe(true);
      expect(await find(id)).toMatchObject({ version: 2, error: null });
    });

    it('gives way to a newer one, and ends the attempt at it', async () => {
      const id = await ingestDocument(tenant, [newChunk(0, { terms: ['old'] })], { content: 'old' });
      await tenant.documents.replace(id, ...content('second'));
      const overtaken = await begin(id);
      await tenant.documents.replace(id, ...content('third'));
      expect(await finish(overtaken, 'second')).toBe(false);
      expect(await toRead(id)).toBe('third');
      expect(await finish(await begin(id), 'third')).toBe(true);
      expect([await words('second'), await words('third'), await originalOf(id)]).toEqual([[], [id], 'third']);
      expect(await find(id)).toMatchObject({ version: 2 });
    });

    it('of a document that shows nothing is its content at once', async () => {
      const failed = await beginDocument(tenant, { content: 'old' });
      await tenant.ingestion.fail(failed, 'No.');
      const id = failed.documentId;
      const [next, bytes] = content('fresh');
      expect(await tenant.documents.replace(id, next, bytes)).toMatchObject({
        ...next,
        status: 'PENDING',
        version: 2,
        error: null,
      });
      expect(await originalOf(id)).toBe('fresh');
      expect(await finish(await begin(id), 'fresh')).toBe(true);
      expect(await words('fresh')).toEqual([id]);
    });

    it('is handed back when its process stops', async () => {
      const id = await ingestDocument(tenant, [newChunk(0, { terms: ['old'] })], { content: 'old' });
      await tenant.documents.replace(id, ...content('fresh'));
      expect(await tenant.ingestion.release(await begin(id))).toBe(true);
      expect(await find(id)).toMatchObject({ status: 'SEARCHABLE', progress: { stage: 'WAITING' } });
      expect([await unfinished(), await toRead(id)]).toEqual([[id], 'fresh']);
    });

    it('counts as the document with its bytes', async () => {
      const id = await ingestDocument(tenant, [newChunk(0)], { content: 'old' });
      await tenant.documents.replace(id, ...content('fresh', 'text/plain'));
      await finish(await begin(id), 'fresh');
      const same = newDocument({ content: 'fresh' });
      expect(await tenant.documents.create(same.document, same.original)).toMatchObject({
        created: false,
        document: { id },
      });
      const former = newDocument({ content: 'old' });
      expect(await tenant.documents.create(former.document, former.original)).toMatchObject({ created: true });
    });

    it('may have the bytes of another document', async () => {
      const other = await ingestDocument(tenant, [newChunk(0)], { content: 'same' });
      const id = await ingestDocument(tenant, [newChunk(0)], { content: 'old' });
      await tenant.documents.replace(id, ...content('same', 'text/plain'));
      expect(await finish(await begin(id), 'same')).toBe(true);
      expect([await originalOf(id), await originalOf(other)]).toEqual(['same', 'same']);
    });

    it('goes with its document', async () => {
      const id = await ingestDocument(tenant, [newChunk(0)]);
      await tenant.documents.replace(id, ...content('fresh'));
      const attempt = await begin(id);
      expect(await tenant.documents.delete(id)).toBe(true);
      expect(await finish(attempt, 'fresh')).toBe(false);
      expect([await tenant.ingestion.next(id), await tenant.ingestion.original(id)]).toEqual([null, null]);
      expect(await tenant.documents.replace(id, ...content('x'))).toBeNull();
    });
  });

  describe('ingestion', () => {
    it('begins anew for a document that is searchable, which stays so meanwhile', async () => {
      const id = await ingestDocument(tenant, [newChunk(0, { terms: ['old'] })], { content: 'old' });
      expect(await tenant.documents.renew(id)).toMatchObject({ status: 'SEARCHABLE', progress: { stage: 'WAITING' } });
      expect([await unfinished(), await words('old')]).toEqual([[id], [id]]);
      expect(await finish(await begin(id), 'again')).toBe(true);
      expect(await find(id)).toMatchObject({ version: 1, status: 'SEARCHABLE' });
      expect([await words('old'), await words('again'), await originalOf(id)]).toEqual([[], [id], 'old']);
    });

    it('is cancelled, and tried again', async () => {
      const attempt = await beginDocument(tenant, { content: 'x' });
      const id = attempt.documentId;
      expect(await tenant.documents.cancel(id)).toMatchObject({ status: 'CANCELLED', error: null });
      expect(await finish(attempt, 'x')).toBe(false);
      expect([await unfinished(), await words('x')]).toEqual([[], []]);
      expect(await tenant.ingestion.begin(newAttempt(id))).toBeNull();
      // The same bytes make another document.
      const same = newDocument({ content: 'x' });
      expect(await tenant.documents.create(same.document, same.original)).toMatchObject({ created: true });

      expect(await tenant.documents.renew(id)).toMatchObject({ status: 'PENDING', progress: { stage: 'WAITING' } });
      expect(await finish(await begin(id), 'x')).toBe(true);
      expect(await words('x')).toEqual([id]);
    });

    it('of a new version is cancelled without the present one', async () => {
      const id = await ingestDocument(tenant, [newChunk(0, { terms: ['old'] })], { content: 'old' });
      await tenant.documents.replace(id, ...content('fresh'));
      const attempt = await begin(id);
      expect(await tenant.documents.cancel(id)).toMatchObject({ status: 'SEARCHABLE', progress: { stage: 'DONE' } });
      expect(await finish(attempt, 'fresh')).toBe(false);
      expect([await words('old'), await toRead(id), await tenant.ingestion.next(id)]).toEqual([[id], 'old', null]);
    });

    it('that has ended is not cancelled, and one under way not begun anew', async () => {
      const done = await ingestDocument(tenant, [newChunk(0)]);
      expect(await tenant.documents.cancel(done)).toMatchObject({ status: 'SEARCHABLE' });
      const attempt = await beginDocument(tenant);
      expect(await tenant.documents.renew(attempt.documentId)).toMatchObject({ status: 'PROCESSING' });
      expect(await finish(attempt, 'x')).toBe(true);
      const unknown = newId<DocumentId>();
      expect([await tenant.documents.cancel(unknown), await tenant.documents.renew(unknown)]).toEqual([null, null]);
    });
  });

  describe('metadata', () => {
    const search = async (filter: Parameters<typeof nearest>[2]['filter']) =>
      (await nearest(tenant, newChunk(0).vector, { limit: 9, filter })).map(({ documentId }) => documentId);

    it('that is changed acts at once on lists and searches', async () => {
      const id = await ingestDocument(tenant, [newChunk(0)], { name: 'draft.txt', tags: ['old'] });
      const documentDate = new Date('2024-05-06T00:00:00.000Z');
      const change = { name: 'Über.txt', tags: ['new'], documentDate, collection: 'finance/payroll' };
      expect(await tenant.documents.update(id, change)).toMatchObject({ id, ...change, status: 'SEARCHABLE' });
      expect(await find(id)).toMatchObject(change);
      for (const filter of [
        { tags: ['new'] },
        { collection: 'finance' },
        { datedAfter: new Date('2024-05-05'), datedBefore: new Date('2024-05-07') },
        { mediaType: 'text/plain' },
      ]) {
        expect(await search(filter)).toEqual([id]);
        expect((await tenant.documents.list({ filter, limit: 9, after: null })).totalCount).toBe(1);
      }
      for (const filter of [
        { tags: ['old'] },
        { collection: 'sales' },
        { datedAfter: new Date('2024-05-07') },
        { datedBefore: new Date('2024-05-05') },
        { mediaType: 'text/markdown' },
      ]) {
        expect(await search(filter)).toEqual([]);
        expect((await tenant.documents.list({ filter, limit: 9, after: null })).totalCount).toBe(0);
      }
      const list = (nameContains: string) => tenant.documents.list({ filter: { nameContains }, limit: 9, after: null });
      expect([(await list('über')).totalCount, (await list('draft')).totalCount]).toEqual([1, 0]);
      expect(
        await tenant.chunks.read(await nearest(tenant, newChunk(0).vector, { limit: 1, filter: {} })),
      ).toMatchObject([{ documentName: 'Über.txt', access: { collection: 'finance/payroll' } }]);

      await tenant.documents.update(id, { documentDate: null, collection: null });
      expect(await find(id)).toMatchObject({ name: 'Über.txt', tags: ['new'], documentDate: null, collection: null });
      expect(await search({ datedAfter: new Date(0) })).toEqual([]);
    });

    it('takes a document out of the sight of those without the right, and back', async () => {
      const id = await ingestDocument(tenant, [newChunk(0)]);
      const limited = tenant.as({ userId: null, piiAccess: false, collections: null });
      const sees = async () => [
        (await limited.documents.findMany([id])).length,
        (await limited.chunks.candidates({ ...newQuestion(), terms: ['word'] }, { limit: 9, filter: {} })).nearest
          .length,
      ];
      expect(await sees()).toEqual([1, 1]);
      await tenant.documents.update(id, { containsPii: true });
      expect(await sees()).toEqual([0, 0]);
      expect(await limited.documents.update(id, { containsPii: false })).toBeNull();
      await tenant.documents.update(id, { containsPii: false });
      expect(await sees()).toEqual([1, 1]);
    });

    it('that is changed during an attempt is what its chunks have', async () => {
      const attempt = await beginDocument(tenant, { tags: ['old'] });
      await tenant.ingestion.write(attempt, [newChunk(0)]);
      await tenant.documents.update(attempt.documentId, { tags: ['new'] });
      await tenant.ingestion.write(attempt, [newChunk(1)]);
      await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 2, pageCount: null, pageStarts: [] });
      expect(await search({ tags: ['new'] })).toHaveLength(2);
      expect(await search({ tags: ['old'] })).toEqual([]);
    });

    it('decides which document stands for the same bytes', async () => {
      const id = await ingestDocument(tenant, [newChunk(0)], { content: 'x', name: 'a.txt' });
      await tenant.documents.update(id, { name: 'b.txt' });
      const asB = newDocument({ content: 'x', name: 'b.txt' });
      expect(await tenant.documents.create(asB.document, asB.original)).toMatchObject({
        created: false,
        document: { id },
      });
      const asA = newDocument({ content: 'x', name: 'a.txt' });
      const created = await tenant.documents.create(asA.document, asA.original);
      expect(created.created).toBe(true);
      // Two may become alike.
      expect(await tenant.documents.update(created.document.id, { name: 'b.txt' })).toMatchObject({ name: 'b.txt' });
      expect(await tenant.documents.update(newId<DocumentId>(), { name: 'c' })).toBeNull();
    });
  });
}
