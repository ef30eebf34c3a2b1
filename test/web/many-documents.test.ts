import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { MeDocument } from '../../schema/typed/graphql.ts';
import type { TenantId } from '../../src/ids.ts';
import type { Store } from '../../src/store/store.ts';
import { fillWithDocuments } from './support/many-documents.ts';
import { createOwner, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

interface Sent {
  readonly operationName: string;
  readonly edges: number | undefined;
  readonly totalCount: number | undefined;
}

/** The operations that a page sends, and how many rows each of its lists gets. */
function operationsOf(page: Page): Promise<Sent>[] {
  const sent: Promise<Sent>[] = [];
  page.on('requestfinished', (request) => {
    const body: unknown = request.method() === 'POST' ? request.postDataJSON() : null;
    if (body === null) return;
    const { operationName } = body as { operationName: string };
    const answer = request.response().then((response) => response?.json()) as Promise<{
      data?: { documents?: { edges: unknown[]; totalCount?: number } };
    }>;
    sent.push(
      answer.then(({ data }) => ({
        operationName,
        edges: data?.documents?.edges.length,
        totalCount: data?.documents?.totalCount,
      })),
    );
  });
  return sent;
}

const stores: Store[] = [];

describeSite(
  'the list of documents',
  (site) => {
    it('reads and draws as much of 10,000 as of 100 (W31)', async () => {
      const seen = [];
      for (const count of [100, 10_000]) {
        const owner = await createOwner(site.server);
        const { me } = await owner.client.data(MeDocument);
        for (const store of stores) await fillWithDocuments(store, me.tenant.id as TenantId, count);
        const page = await site.open();
        const sent = operationsOf(page);
        await signIn(page, owner, '/documents');
        const rows = page.getByRole('link', { name: /^note-/ });
        await rows.nth(49).waitFor();
        await page.waitForLoadState('networkidle');
        expect(await rows.count()).toBe(50);
        const operations = await Promise.all(sent);
        expect(operations.filter(({ edges = 0 }) => edges > 0)).toEqual([
          { operationName: 'Documents', edges: 50, totalCount: count },
        ]);
        seen.push({
          operations: operations.map(({ operationName }) => operationName).sort(),
          elements: await page.evaluate('document.querySelectorAll("*").length'),
        });
      }
      expect(seen[1]).toEqual(seen[0]);
    });
  },
  {
    overrides: {
      wrapStore: (store) => {
        stores.push(store);
        return store;
      },
    },
  },
);
