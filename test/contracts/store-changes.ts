import { beforeEach, describe, expect, it } from 'vitest';
import { NO_PROGRESS } from '../../src/store/document-status.ts';
import type { DocumentChange } from '../../src/store/documents.ts';
import type { Store } from '../../src/store/store.ts';
import { beginDocument, newAttempt, newDocument, openNewTenant, type TestTenant } from '../support/store-fixtures.ts';

export function describeChanges(store: () => Store): void {
  describe('changes', () => {
    let tenant: TestTenant;
    beforeEach(async () => {
      tenant = await openNewTenant(store());
    });

    /** A reader that listens already, with its first `next()` on the way. */
    const listen = (of = tenant, stop = new AbortController()) => {
      const iterator = of.documents.changes({ signal: stop.signal })[Symbol.asyncIterator]();
      const first = iterator.next();
      const take = async (count: number): Promise<DocumentChange[]> => {
        const taken: DocumentChange[] = [];
        for (let at = 0; at < count; at++) {
          const { value, done } = await (at === 0 ? first : iterator.next());
          if (done) break;
          taken.push(value);
        }
        return taken;
      };
      return { take, iterator, first, stop };
    };

    it('come in order, one for each thing that happened', async () => {
      const { take, stop } = listen();
      const { document, original } = newDocument({ content: 'once' });
      await tenant.documents.create(document, original);
      const again = newDocument({ content: 'once' });
      await tenant.documents.create(again.document, again.original);
      const attempt = newAttempt(document.id);
      await tenant.ingestion.begin(attempt);
      await tenant.ingestion.setProgress(attempt, {
        ...NO_PROGRESS,
        stage: 'PARSING',
        chunksEmbedded: 0,
        chunksTotal: null,
      });
      await tenant.ingestion.setProgress(newAttempt(document.id), {
        ...NO_PROGRESS,
        stage: 'DONE',
        chunksEmbedded: 0,
        chunksTotal: null,
      });
      await tenant.ingestion.release(attempt);
      await tenant.documents.delete(document.id);
      await tenant.documents.delete(document.id);
      const last = newDocument();
      await tenant.documents.create(last.document, last.original);

      expect(await take(6)).toEqual([
        { type: 'ADDED', documentId: document.id },
        { type: 'UPDATED', documentId: document.id },
        { type: 'UPDATED', documentId: document.id },
        { type: 'UPDATED', documentId: document.id },
        { type: 'DELETED', documentId: document.id },
        { type: 'ADDED', documentId: last.document.id },
      ]);
      stop.abort();
    });

    it('reach every reader of the tenant, and no other tenant', async () => {
      const [one, two] = [listen(), listen()];
      const other = listen(await openNewTenant(store()));
      const { documentId } = await beginDocument(tenant);

      const expected = [
        { type: 'ADDED', documentId },
        { type: 'UPDATED', documentId },
      ];
      expect(await one.take(2)).toEqual(expected);
      expect(await two.take(2)).toEqual(expected);
      for (const { stop } of [one, two, other]) stop.abort();
      expect(await other.first).toEqual({ done: true, value: undefined });
    });

    it('end when the signal aborts, also while a reader waits', async () => {
      const { first, iterator, stop } = listen();
      stop.abort();
      expect(await first).toEqual({ done: true, value: undefined });
      await beginDocument(tenant);
      expect(await iterator.next()).toEqual({ done: true, value: undefined });

      const late = tenant.documents.changes({ signal: AbortSignal.abort() })[Symbol.asyncIterator]();
      expect(await late.next()).toEqual({ done: true, value: undefined });
    });

    it('end for a reader that leaves', async () => {
      const { first, iterator } = listen();
      await iterator.return?.();
      expect(await first).toEqual({ done: true, value: undefined });
    });

    it('of a slow reader lose updates, oldest first, never the last of a document nor one added or deleted', async () => {
      const { iterator, first, stop } = listen();
      const busy = await beginDocument(tenant);
      await first;
      const progress = (chunksEmbedded: number) =>
        tenant.ingestion.setProgress(busy, { ...NO_PROGRESS, stage: 'EMBEDDING', chunksEmbedded, chunksTotal: 2_000 });
      for (let from = 0; from < 1_200; from += 100) {
        await Promise.all(Array.from({ length: 100 }, (_, at) => progress(from + at)));
      }
      const quiet = await beginDocument(tenant);
      await tenant.documents.delete(quiet.documentId);

      const taken: DocumentChange[] = [];
      while (!taken.some(({ type }) => type === 'DELETED')) taken.push((await iterator.next()).value);
      expect(taken.length).toBeLessThanOrEqual(1_001);
      expect(taken.filter(({ documentId }) => documentId === quiet.documentId).map(({ type }) => type)).toEqual(
        expect.arrayContaining(['ADDED', 'DELETED']),
      );
      expect(taken).toContainEqual({ type: 'UPDATED', documentId: busy.documentId });
      stop.abort();
    });
  });
}
