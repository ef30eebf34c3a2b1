import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DocumentId, newId, type UserId } from '../../src/ids.ts';
import { NO_PROGRESS } from '../../src/store/document-status.ts';
import type { DocumentPosition } from '../../src/store/documents.ts';
import type { DocumentFilter } from '../../src/store/filters.ts';
import type { Store } from '../../src/store/store.ts';
import {
  beginDocument,
  ingestDocument,
  newAttempt,
  newChunk,
  newDocument,
  openNewTenant,
  type TestTenant,
} from '../support/store-fixtures.ts';

export function describeDocuments(store: () => Store): void {
  describe('documents', () => {
    let tenant: TestTenant;
    beforeEach(async () => {
      tenant = await openNewTenant(store());
    });

    it('are stored with their original, waiting', async () => {
      const { document, original } = newDocument({
        name: 'Ünïcode "quoted" 🗂️.md',
        tags: ['a b', "o'hara"],
        createdBy: newId<UserId>(),
      });
      const result = await tenant.documents.create(document, original);

      const expected = {
        ...document,
        tenantId: tenant.tenantId,
        status: 'PENDING',
        error: null,
        progress: NO_PROGRESS,
        chunkCount: 0,
        pageCount: null,
        generation: null,
        updatedAt: expect.any(Date),
      };
      expect(result).toEqual({ document: expected, created: true });
      expect(await tenant.documents.findMany([document.id, newId<DocumentId>()])).toEqual([expected]);
      expect(await tenant.documents.findMany([])).toEqual([]);
      expect(await tenant.documents.original(document.id)).toEqual(original);
      expect(await tenant.documents.original(newId<DocumentId>())).toBeNull();
      expect(await tenant.documents.text(document.id, { start: 0 })).toBeNull();
      expect(await tenant.documents.pageStarts(document.id)).toBeNull();
    });

    it('with the same bytes, metadata and access are created once, however many come at once', async () => {
      const results = await Promise.all(
        Array.from({ length: 12 }, () => {
          const { document, original } = newDocument({ content: 'the same' });
          return tenant.documents.create(document, original);
        }),
      );
      expect(results.filter(({ created }) => created)).toHaveLength(1);
      expect(new Set(results.map(({ document }) => document.id)).size).toBe(1);

      for (const other of [
        { containsPii: true },
        { name: 'other.txt' },
        { mediaType: 'text/markdown' },
        { tags: ['new'] },
        { documentDate: new Date('2026-01-01') },
      ]) {
        const { document, original } = newDocument({ content: 'the same', ...other });
        expect(await tenant.documents.create(document, original)).toMatchObject({
          created: true,
          document: { id: document.id, ...other },
        });
        expect(await tenant.documents.create({ ...document, id: newId<DocumentId>() }, original)).toMatchObject({
          created: false,
          document: { id: document.id },
        });
      }
    });

    it('with the same bytes are created anew where the earlier one failed or is deleted', async () => {
      const attempt = await beginDocument(tenant, { content: 'again' });
      await tenant.ingestion.fail(attempt, 'The file could not be read.');
      const second = newDocument({ content: 'again' });
      expect(await tenant.documents.create(second.document, second.original)).toMatchObject({ created: true });

      await tenant.documents.delete(second.document.id);
      const third = newDocument({ content: 'again' });
      expect(await tenant.documents.create(third.document, third.original)).toMatchObject({ created: true });
    });

    it('give their text by range once they are searchable', async () => {
      const text = `${'x'.repeat(32_766)}a🙂b${'y'.repeat(70_000)}\u0000end`;
      const id = await ingestDocument(tenant, [newChunk(0)], { text });

      for (const [start, end] of [
        [0, undefined],
        [32_760, 32_775],
        [32_766, 32_768],
        [32_769, 32_770],
        [65_530, 65_540],
        [text.length - 4, undefined],
        [text.length - 4, text.length + 100],
        [text.length + 5, undefined],
        [10, 10],
      ] as const) {
        expect(await tenant.documents.text(id, { start, end })).toBe(text.slice(start, end));
      }
      expect(await tenant.documents.text(newId<DocumentId>(), { start: 0 })).toBeNull();
    });

    it('know where the pages of their text begin, until another version has others', async () => {
      const text = 'x'.repeat(70_000);
      const id = await ingestDocument(tenant, [newChunk(0)], { text, pageStarts: [0, 20, 20, 40_000] });
      expect(await tenant.documents.pageStarts(id)).toEqual([0, 20, 20, 40_000]);
      expect(await tenant.documents.pageStarts(newId<DocumentId>())).toBeNull();

      await tenant.documents.renew(id);
      expect(await tenant.documents.pageStarts(id)).toEqual([0, 20, 20, 40_000]);
      const attempt = newAttempt(id);
      await tenant.ingestion.begin(attempt);
      await tenant.ingestion.write(attempt, [newChunk(0)]);
      await tenant.ingestion.finish(attempt, { text: 'short', chunkCount: 1, pageCount: 2, pageStarts: [0, 3] });
      expect(await tenant.documents.pageStarts(id)).toEqual([0, 3]);
      await tenant.documents.delete(id);
      expect(await tenant.documents.pageStarts(id)).toBeNull();
    });

    it('give their original by range', async () => {
      // Longer than what a store keeps in one piece, with a rest.
      const original = new Uint8Array(9 * 1024 * 1024 + 7).map((_, at) => at % 251);
      const { document } = newDocument();
      await tenant.documents.create({ ...document, sizeBytes: original.byteLength }, original);
      const piece = 4 * 1024 * 1024;
      for (const range of [
        {},
        { start: 0, end: 1 },
        { start: piece - 1, end: piece + 1 },
        { start: piece, end: 2 * piece },
        { start: 100, end: 2 * piece + 100 },
        { start: original.byteLength - 7 },
        { start: original.byteLength - 7, end: original.byteLength + 100 },
        { end: 3 },
        { start: 10, end: 10 },
        { start: original.byteLength + 5 },
      ]) {
        const read = await tenant.documents.original(document.id, range);
        const expected = original.slice(range.start, range.end);
        expect(read && Buffer.compare(read, expected), JSON.stringify(range)).toBe(0);
        const toIngest = await tenant.ingestion.original(document.id, range);
        expect(toIngest && Buffer.compare(toIngest, expected), JSON.stringify(range)).toBe(0);
      }
      expect(await tenant.documents.original(newId<DocumentId>(), { start: 0, end: 1 })).toBeNull();
      await tenant.documents.delete(document.id);
      expect(await tenant.documents.original(document.id, { start: 0, end: 1 })).toBeNull();
    });

    it.each([[[1, 4 * 1024 * 1024, 7]], [[3 * 1024 * 1024, 1024 * 1024]], [[0, 0]], [[]]])(
      'take their original in pieces of %j bytes',
      async (lengths) => {
        const parts = lengths.map((length, at) => new Uint8Array(length).fill(at + 1));
        const { document } = newDocument();
        const comeIn = async function* () {
          yield* parts;
        };
        const sizeBytes = lengths.reduce((sum, length) => sum + length, 0);
        await tenant.documents.create({ ...document, sizeBytes }, comeIn());
        const read = await tenant.documents.original(document.id);
        expect(read && Buffer.compare(read, Buffer.concat(parts))).toBe(0);
      },
    );

    it('are gone with all that belongs to them once deleted', async () => {
      const id = await ingestDocument(tenant, [newChunk(0)]);
      expect(await tenant.documents.delete(id)).toBe(true);

      expect(await tenant.documents.findMany([id])).toEqual([]);
      expect(await tenant.documents.original(id)).toBeNull();
      expect(await tenant.documents.text(id, { start: 0 })).toBeNull();
      expect((await tenant.documents.list({ filter: {}, limit: 5, after: null })).totalCount).toBe(0);
      expect(await tenant.ingestion.begin(newAttempt(id))).toBeNull();
      expect(await tenant.documents.delete(id)).toBe(false);
      expect(await tenant.usage()).toEqual({ documents: 0, chunks: 0, storedBytes: 0 });
    });

    it('are counted: searchable ones with their chunks, the bytes of all', async () => {
      expect(await tenant.usage()).toEqual({ documents: 0, chunks: 0, storedBytes: 0 });
      await ingestDocument(tenant, [newChunk(0), newChunk(1)], { content: 'seven b' });
      await beginDocument(tenant, { content: 'four' });
      expect(await tenant.usage()).toEqual({ documents: 1, chunks: 2, storedBytes: 11 });
    });
  });

  describe('a list of documents', () => {
    let tenant: TestTenant;
    const day = (number: number) => new Date(Date.UTC(2026, 4, number));
    const ids: Record<string, DocumentId> = {};
    const nameOf = (id: DocumentId) => Object.keys(ids).find((name) => ids[name] === id);

    beforeAll(async () => {
      tenant = await openNewTenant(store());
      const add = async (name: string, change: Parameters<typeof newDocument>[0]) => {
        const { document, original } = newDocument({ name, ...change });
        await tenant.documents.create(document, original);
        ids[name] = document.id;
      };
      await add('Report 100%.md', { createdAt: day(1), tags: ['red', 'blue'] });
      await add('report_final.md', { createdAt: day(2), tags: ['blue'] });
      await add('STRASSE Ägypten.txt', { createdAt: day(3), tags: ['green'] });
      await add('other.txt', { createdAt: day(4) });
      const failing = newAttempt(ids['other.txt'] as DocumentId);
      await tenant.ingestion.begin(failing);
      await tenant.ingestion.fail(failing, 'No text.');
    });

    const names = async (filter: DocumentFilter) => {
      const { items, totalCount } = await tenant.documents.list({ filter, limit: 10, after: null });
      expect(totalCount).toBe(items.length);
      return items.map(({ id }) => nameOf(id));
    };

    it('is newest first', async () => {
      expect(await names({})).toEqual(['other.txt', 'STRASSE Ägypten.txt', 'report_final.md', 'Report 100%.md']);
    });

    it('keeps to each filter, and to all of them at once', async () => {
      expect(await names({ documentIds: [ids['other.txt'] as DocumentId, newId<DocumentId>()] })).toEqual([
        'other.txt',
      ]);
      expect(await names({ documentIds: [] })).toEqual([]);
      expect(await names({ status: 'FAILED' })).toEqual(['other.txt']);
      expect(await names({ tags: ['red', 'green'] })).toEqual(['STRASSE Ägypten.txt', 'Report 100%.md']);
      expect(await names({ tags: ['re'] })).toEqual([]);
      expect(await names({ createdAfter: day(1), createdBefore: day(4) })).toEqual([
        'STRASSE Ägypten.txt',
        'report_final.md',
      ]);
      expect(await names({ tags: ['blue'], nameContains: 'final', status: 'PENDING' })).toEqual(['report_final.md']);
      expect(await names({ tags: ['red'], nameContains: 'final' })).toEqual([]);
    });

    it('finds parts of names whatever their case, and takes nothing in them for a pattern', async () => {
      expect(await names({ nameContains: 'REPORT' })).toEqual(['report_final.md', 'Report 100%.md']);
      expect(await names({ nameContains: 'ägy' })).toEqual(['STRASSE Ägypten.txt']);
      expect(await names({ nameContains: '%' })).toEqual(['Report 100%.md']);
      expect(await names({ nameContains: '_' })).toEqual(['report_final.md']);
      expect(await names({ nameContains: '.' })).toHaveLength(4);
      expect(await names({ nameContains: '.*' })).toEqual([]);
    });

    it('pages through documents of one moment without leaving out or repeating any', async () => {
      const crowded = await openNewTenant(store());
      const expected: DocumentId[] = [];
      for (let i = 0; i < 7; i++) {
        const { document, original } = newDocument();
        await crowded.documents.create(document, original);
        expected.push(document.id);
      }
      const seen: DocumentId[] = [];
      let after: DocumentPosition | null = null;
      for (let more = true; more; ) {
        const page = await crowded.documents.list({ filter: {}, limit: 3, after });
        expect(page.totalCount).toBe(7);
        seen.push(...page.items.map(({ id }) => id));
        after = page.items.at(-1) ?? null;
        more = page.hasNextPage;
      }
      expect(seen).toEqual(expected.sort().reverse());
    });
  });
}
