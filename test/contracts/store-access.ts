import { beforeAll, describe, expect, it } from 'vitest';
import { type DocumentId, newId, type UserId } from '../../src/ids.ts';
import { isWithin } from '../../src/roles.ts';
import { type DocumentAccess, EVERYTHING, isVisible, type Scope } from '../../src/store/access.ts';
import type { Chunks } from '../../src/store/chunks.ts';
import type { DocumentPosition } from '../../src/store/documents.ts';
import type { Store } from '../../src/store/store.ts';
import type { ScopedTenant } from '../../src/store/tenant-store.ts';
import {
  ingestDocument,
  nearest,
  newChunk,
  newDocument,
  newQuestion,
  newRanking,
  openNewTenant,
  type TestTenant,
} from '../support/store-fixtures.ts';

const [ADA, BOB] = [newId<UserId>(), newId<UserId>()];

/** Every kind of document. */
const KINDS: readonly DocumentAccess[] = [null, 'hr', 'hr/i "t"'].flatMap((collection) =>
  (['ORGANIZATION', 'PRIVATE'] as const).flatMap((visibility) =>
    [false, true].flatMap((containsPii) =>
      [ADA, BOB, null].map((createdBy) => ({ collection, visibility, containsPii, createdBy })),
    ),
  ),
);

/** Every kind of reader. */
const SCOPES: readonly Scope[] = [
  EVERYTHING,
  ...[ADA, BOB, newId<UserId>(), null].flatMap((userId) =>
    [true, false].flatMap((piiAccess) =>
      [null, [], ['hr'], ['hr/i "t"'], ['h', 'r', 'hr/i']].map((collections) => ({ userId, piiAccess, collections })),
    ),
  ),
];

/** A word of one document alone, unlike all others. */
const ownWord = (at: number) => 'abcdef'.charAt(at % 6).repeat(5) + 'ghijkl'.charAt(at / 6).repeat(5);

const name = (scope: Scope) => JSON.stringify(scope).replace(ADA, 'ada').replace(BOB, 'bob');
const idsOf = (hits: readonly { readonly documentId: DocumentId }[]) => hits.map(({ documentId }) => documentId).sort();

/** `isVisible` is the oracle: whatever is read through a scope agrees with it. */
export function describeAccess(store: () => Store): void {
  describe('a scope', () => {
    let tenant: TestTenant;
    const documents: (DocumentAccess & { id: DocumentId; sizeBytes: number })[] = [];
    beforeAll(async () => {
      tenant = await openNewTenant(store());
      for (const [at, access] of KINDS.entries()) {
        const chunks = [0, 1].map((index) => newChunk(index, { terms: ['word', ownWord(at)], angle: at / 100 }));
        const content = `document ${at}`;
        const id = await ingestDocument(tenant, chunks, { ...access, content, tags: [`kind ${at % 2}`] });
        documents.push({ id, ...access, sizeBytes: content.length });
      }
    });

    const all = () => documents.map(({ id }) => id);
    const seenIn = (scope: Scope) => documents.filter((document) => isVisible(scope, document));
    const visible = (scope: Scope) =>
      seenIn(scope)
        .map(({ id }) => id)
        .sort();
    const visibleWithin = (scope: Scope, name: string) =>
      seenIn(scope)
        .filter(({ collection }) => collection !== null && isWithin(collection, name))
        .map(({ id }) => id)
        .sort();
    const search = { limit: 100, filter: {} };
    const question = { ...newQuestion(), terms: ['word'] };

    it('tells documents apart in this table', () => {
      const counts = SCOPES.map((scope) => visible(scope).length);
      expect(new Set(counts).size).toBeGreaterThan(8);
      expect(counts[0]).toBe(KINDS.length);
      expect(counts).toContain(0);
    });

    describe.each(SCOPES.map((scope) => [name(scope), scope] as const))('%s', (_name, scope) => {
      let seen: ScopedTenant;
      beforeAll(() => {
        seen = tenant.as(scope);
      });

      it('lists and counts what it sees, page by page, and finds it by id', async () => {
        const listed: DocumentId[] = [];
        let after: DocumentPosition | null = null;
        do {
          const page = await seen.documents.list({ filter: {}, limit: 7, after });
          expect(page.totalCount).toBe(visible(scope).length);
          listed.push(...page.items.map(({ id }) => id));
          after = page.hasNextPage ? (page.items.at(-1) ?? null) : null;
        } while (after);
        expect(listed.sort()).toEqual(visible(scope));
        const filtered = await seen.documents.list({ filter: { tags: ['kind 0'] }, limit: 100, after: null });
        const even = documents.filter((_, at) => at % 2 === 0).map(({ id }) => id);
        expect(filtered.items.map(({ id }) => id).sort()).toEqual(visible(scope).filter((id) => even.includes(id)));
        for (const collection of ['hr', 'hr/i "t"', 'h']) {
          const within = await seen.documents.list({ filter: { collection }, limit: 100, after: null });
          expect(within.items.map(({ id }) => id).sort(), collection).toEqual(visibleWithin(scope, collection));
          expect(within.totalCount).toBe(visibleWithin(scope, collection).length);
        }
        expect(await seen.documents.collections()).toEqual(
          ['hr', 'hr/i "t"']
            .map((name) => ({ name, documents: seenIn(scope).filter((one) => one.collection === name).length }))
            .filter((one) => one.documents > 0),
        );
        const tagged = ['kind 0', 'kind 1'].map((name, at) => {
          const ids = documents.filter((_, place) => place % 2 === at).map(({ id }) => id);
          return { name, documents: visible(scope).filter((id) => ids.includes(id)).length };
        });
        const [most, least] = tagged.sort((one, other) => other.documents - one.documents);
        expect(await seen.documents.tags({ limit: 100 })).toEqual(
          [most, least].filter((tag) => (tag?.documents ?? 0) > 0),
        );
        expect(await seen.documents.tags({ limit: 1 })).toEqual([most].filter((tag) => (tag?.documents ?? 0) > 0));
        expect((await seen.documents.findMany(all())).map(({ id }) => id).sort()).toEqual(visible(scope));
      });

      it('reads the text, its pages and the original of what it sees', async () => {
        const texts = await Promise.all(all().map((id) => seen.documents.text(id, { start: 0 })));
        const pages = await Promise.all(all().map((id) => seen.documents.pageStarts(id)));
        expect(
          all()
            .filter((_, at) => pages[at] !== null)
            .sort(),
        ).toEqual(visible(scope));
        const originals = await Promise.all(all().map((id) => seen.documents.original(id)));
        expect(
          all()
            .filter((_, at) => texts[at] !== null)
            .sort(),
        ).toEqual(visible(scope));
        expect(
          all()
            .filter((_, at) => originals[at] !== null)
            .sort(),
        ).toEqual(visible(scope));
      });

      it('finds the chunks of what it sees, also when it asks for few', async () => {
        const twice = visible(scope).flatMap((id) => [id, id]);
        const found = await seen.chunks.candidates(question, search);
        expect(idsOf(found.nearest)).toEqual(twice);
        expect(idsOf(found.matching)).toEqual(twice);
        expect(idsOf(await seen.chunks.first(search))).toEqual(twice);

        const few = { limit: 3, filter: {} };
        const some = await seen.chunks.candidates(question, few);
        for (const hits of [some.nearest, some.matching, await seen.chunks.first(few)]) {
          expect(hits).toHaveLength(Math.min(3, twice.length));
          expect(idsOf(hits).filter((id) => !visible(scope).includes(id))).toEqual([]);
        }
        const those = { limit: 100, filter: { documentIds: all().slice(0, 12) } };
        for (const collection of ['hr', 'hr/i "t"', 'h']) {
          const expected = visibleWithin(scope, collection).flatMap((id) => [id, id]);
          const within = await seen.chunks.candidates(question, { limit: 100, filter: { collection } });
          expect(idsOf(within.nearest), collection).toEqual(expected);
          expect(idsOf(within.matching), collection).toEqual(expected);
          expect(idsOf(await seen.chunks.first({ limit: 100, filter: { collection } }))).toEqual(expected);
        }
        const among = all().slice(0, 12);
        expect(idsOf((await seen.chunks.candidates(question, those)).nearest)).toEqual(
          twice.filter((id) => among.includes(id)),
        );
      });

      it('searches what it sees', async () => {
        const ranked = { ...question, ranking: newRanking(question.terms.length) };
        const found = await seen.chunks.search(ranked, { ...search, topK: 100 });
        expect(idsOf(found.passages)).toEqual(visible(scope).flatMap((id) => [id, id]));
        expect(found).toMatchObject({ isWhole: true, answerable: visible(scope).length > 0 });
        for (const { access } of found.passages) expect(isVisible(scope, access)).toBe(true);
        const best = await seen.chunks.search(ranked, { ...search, topK: 3 });
        expect(best).toEqual({ ...found, passages: found.passages.slice(0, 3) });
      });

      it('reads the texts of chunks that it sees, whoever found them', async () => {
        const { nearest } = await tenant.chunks.candidates(question, search);
        const read: Awaited<ReturnType<Chunks['read']>> = await seen.chunks.read(nearest);
        expect(idsOf(read)).toEqual(visible(scope).flatMap((id) => [id, id]));
      });

      it('spells words as what it sees does', async () => {
        const shortened = KINDS.map((_, at) => ownWord(at).slice(0, -1));
        expect(await seen.chunks.spellings(shortened)).toEqual(
          documents.map(({ id }, at) => (visible(scope).includes(id) ? [ownWord(at)] : [])),
        );
        expect(await seen.chunks.spellings(['word'])).toEqual([visible(scope).length > 0 ? null : []]);
      });

      it('counts what it sees', async () => {
        expect(await seen.usage()).toEqual({
          documents: visible(scope).length,
          chunks: 2 * visible(scope).length,
          storedBytes: seenIn(scope).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        });
      });
    });

    it('finds the same in the same order, whatever there is that it does not see', async () => {
      const hidden: readonly Partial<DocumentAccess>[] = [
        { collection: 'legal' },
        { collection: 'hr', containsPii: true },
        { collection: 'hr', visibility: 'PRIVATE', createdBy: ADA },
      ];
      const scope: Scope = { userId: BOB, piiAccess: false, collections: ['hr'] };
      const search = async (others: number) => {
        const tenant = await openNewTenant(store());
        const words = ['apple', 'pear', 'plum', 'fig'];
        const visible = Array.from({ length: 60 }, (_, index) =>
          newChunk(index, {
            terms: [words[index % 4] ?? '', words[index % 3] ?? '', `own${index % 7}`],
            angle: index / 50,
          }),
        );
        await ingestDocument(tenant, visible, { collection: 'hr' });
        for (const access of others > 0 ? hidden : []) {
          const chunks = Array.from({ length: others }, (_, index) =>
            newChunk(index, { terms: ['apple', 'apple', 'plum', 'own3'], angle: index / 100 }),
          );
          await ingestDocument(tenant, chunks, access);
        }
        const asked = [['apple', 'plum'], ['plum', 'fig', 'own3'], ['pear', 'own3', 'apple'], ['own3']];
        const found = await Promise.all(
          asked.map((terms) =>
            tenant.as(scope).chunks.candidates({ ...newQuestion(), terms }, { limit: 8, filter: {} }),
          ),
        );
        return found.map(({ nearest, matching }) => [nearest, matching].map((hits) => hits.map(({ index }) => index)));
      };
      expect(await search(100)).toEqual(await search(0));
    });

    it('finds what it sees where nothing is private to anybody, too', async () => {
      const tenant = await openNewTenant(store());
      const shared = KINDS.filter(({ visibility, createdBy }) => visibility === 'ORGANIZATION' && createdBy === BOB);
      const made = new Map<DocumentId, DocumentAccess>();
      for (const [at, access] of shared.entries()) {
        const id = await ingestDocument(tenant, [newChunk(0, { terms: [ownWord(at)], angle: at / 100 })], access);
        made.set(id, access);
      }
      for (const scope of SCOPES) {
        const seen = tenant.as(scope);
        const expected = [...made].filter(([, access]) => isVisible(scope, access)).map(([id]) => id);
        expect(idsOf(await nearest(seen, newQuestion().vector, search)), name(scope)).toEqual(expected.sort());
        expect(idsOf(await seen.chunks.first(search)), name(scope)).toEqual(expected.sort());
        const spelled = await seen.chunks.spellings(shared.map((_, at) => ownWord(at)));
        const known = shared.map((access) => isVisible(scope, access));
        expect(
          spelled.map((suggestions) => suggestions === null),
          name(scope),
        ).toEqual(known);
      }
    });

    it('hears of what it sees', async () => {
      const readers = SCOPES.map((scope) => {
        const stop = new AbortController();
        const iterator = tenant.as(scope).documents.changes({ signal: stop.signal })[Symbol.asyncIterator]();
        return { scope, iterator, stop, first: iterator.next() };
      });
      const made: (DocumentAccess & { id: DocumentId })[] = [];
      for (const access of KINDS) {
        const { document, original } = newDocument(access);
        await tenant.documents.create(document, original);
        made.push({ id: document.id, ...access });
      }
      for (const { id } of made) await tenant.documents.delete(id);

      for (const { scope, iterator, first, stop } of readers) {
        const mine = made.filter((document) => isVisible(scope, document)).map(({ id }) => id);
        const expected = [
          ...mine.map((documentId) => ({ type: 'ADDED', documentId })),
          ...mine.map((documentId) => ({ type: 'DELETED', documentId })),
        ];
        const heard = [];
        while (heard.length < expected.length) heard.push((await (heard.length === 0 ? first : iterator.next())).value);
        expect(heard, name(scope)).toEqual(expected);
        stop.abort();
      }
    });

    it('hears of what comes into its sight, and of what goes out of it, as of what is added and deleted', async () => {
      const tenant = await openNewTenant(store());
      const moved = newDocument({ createdBy: BOB });
      await tenant.documents.create(moved.document, moved.original);
      const readers = SCOPES.map((scope) => {
        const stop = new AbortController();
        const iterator = tenant.as(scope).documents.changes({ signal: stop.signal })[Symbol.asyncIterator]();
        return { scope, iterator, stop, first: iterator.next() };
      });
      const moves: readonly Partial<DocumentAccess>[] = [
        { collection: 'hr' },
        { containsPii: true },
        { collection: 'hr/i "t"' },
        { visibility: 'PRIVATE' },
        { containsPii: false },
        { collection: null },
        { visibility: 'ORGANIZATION' },
      ];
      const steps = [moved.document, ...moves].map((_, at) => Object.assign({}, moved.document, ...moves.slice(0, at)));
      const { id: documentId } = moved.document;
      for (const move of moves) expect(await tenant.documents.update(documentId, move)).toMatchObject(move);

      for (const { scope, iterator, first, stop } of readers) {
        const expected = steps.slice(1).flatMap((is, at) => {
          const [before, after] = [isVisible(scope, steps[at]), isVisible(scope, is)];
          if (!before && !after) return [];
          return [{ type: before ? (after ? 'UPDATED' : 'DELETED') : 'ADDED', documentId }];
        });
        const heard = [];
        while (heard.length < expected.length) heard.push((await (heard.length === 0 ? first : iterator.next())).value);
        expect(heard, name(scope)).toEqual(expected);
        stop.abort();
      }
    });

    it('changes what it sees only', async () => {
      const tenant = await openNewTenant(store());
      const id = await ingestDocument(tenant, [newChunk(0)], { collection: 'hr', containsPii: true, createdBy: BOB });
      const scope: Scope = { userId: BOB, piiAccess: false, collections: ['hr'] };
      const { document: other, original } = newDocument({ content: 'another version' });
      const changes: Readonly<Record<string, (documents: ScopedTenant['documents']) => Promise<unknown>>> = {
        renew: (documents) => documents.renew(id),
        replace: (documents) => documents.replace(id, other, original),
        // Of something that is under way.
        cancel: (documents) => documents.cancel(id),
        update: (documents) => documents.update(id, { name: 'another.txt' }),
      };
      for (const [what, change] of Object.entries(changes)) {
        const before = await tenant.documents.findMany([id]);
        expect(await change(tenant.as(scope).documents), what).toBeNull();
        expect(await tenant.documents.findMany([id]), what).toEqual(before);
        expect(await change(tenant.as({ ...scope, piiAccess: true }).documents), what).toMatchObject({ id });
        expect(await tenant.documents.findMany([id]), what).not.toEqual(before);
      }
    });

    it('deletes what it sees only', async () => {
      const scope: Scope = { userId: BOB, piiAccess: false, collections: ['hr'] };
      const { document, original } = newDocument({ collection: 'hr/pay', containsPii: true, createdBy: BOB });
      await tenant.documents.create(document, original);
      expect(await tenant.as(scope).documents.delete(document.id)).toBe(false);
      expect(await tenant.ingestion.find(document.id)).not.toBeNull();
      expect(await tenant.as({ ...scope, piiAccess: true }).documents.delete(document.id)).toBe(true);
      expect(await tenant.ingestion.find(document.id)).toBeNull();
    });

    it('is given a document back for the same bytes only where it sees it, with the same access', async () => {
      const bob: Scope = { userId: BOB, piiAccess: false, collections: null };
      const same = { content: newId<DocumentId>() };
      const create = async (scope: Scope, access: Partial<DocumentAccess>) => {
        const { document, original } = newDocument({ ...same, ...access });
        return (await tenant.as(scope).documents.create(document, original)).created;
      };
      const ada: Scope = { userId: ADA, piiAccess: true, collections: null };
      expect(await create(ada, { createdBy: ADA })).toBe(true);
      expect(await create(bob, { createdBy: BOB })).toBe(false);
      expect(await create(ada, { createdBy: ADA, visibility: 'PRIVATE' })).toBe(true);
      expect(await create(ada, { createdBy: ADA, visibility: 'PRIVATE' })).toBe(false);
      expect(await create(bob, { createdBy: BOB, visibility: 'PRIVATE' })).toBe(true);
      expect(await create(ada, { createdBy: ADA, containsPii: true })).toBe(true);
      expect(await create(bob, { createdBy: BOB, containsPii: true })).toBe(true);
      expect(await create(bob, { createdBy: BOB, collection: 'hr' })).toBe(true);
      expect(await create(ada, { createdBy: ADA, collection: 'hr' })).toBe(false);
    });
  });
}
