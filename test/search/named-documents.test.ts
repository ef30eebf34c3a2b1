import { expect, it } from 'vitest';
import { documentsIn } from '../../src/search/named-documents.ts';
import type { DocumentFilter } from '../../src/store/filters.ts';
import type { ScopedTenant } from '../../src/store/tenant-store.ts';

/** Remembers the names that are looked for, and has none of them. */
function emptyTenant(): { tenant: ScopedTenant; asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = [];
  const list = async ({ filter }: { filter: DocumentFilter }) => {
    asked.push(filter.nameContains);
    return { items: [], totalCount: 0, hasMore: false };
  };
  return { tenant: { documents: { list } } as unknown as ScopedTenant, asked };
}

async function namesIn(text: string): Promise<(string | undefined)[]> {
  const { tenant, asked } = emptyTenant();
  await documentsIn(tenant, text, { filter: {} });
  return asked;
}

it.each([
  ['What does mail.md say?', ['mail.md']],
  ['Compare report-2024_v1.2.final.pdf with Über.Uns.TXT.', ['report-2024_v1.2.final.pdf', 'Über.Uns.TXT']],
  ['See https://example.org/a/notes.md, not notes.markdown2', ['example.org', 'notes.md']],
  ['...a.md', ['a.md']],
  ['Version 4.2.0 of a.b.verylong', ['a.b']],
  ['请总结report-2.md的内容', ['请总结report-2.md', 'report-2.md']],
  ['休暇規定.mdには何が書いてありますか', ['休暇規定.md']],
  ['สรุปmail.mdให้หน่อย', ['สรุปmail.md', 'mail.md']],
  ['No name, e. g. here.', []],
])('looks for the file names of %j', async (text, names) => {
  expect(await namesIn(text)).toEqual(names);
});

it('reads a word as long as a book as fast as one', async () => {
  const begin = performance.now();
  expect(await namesIn(`${'a'.repeat(400_000)}! ${'年'.repeat(400_000)}`)).toEqual([]);
  // Milliseconds on an idle machine; minutes where each letter begins a look at all that follow.
  expect(performance.now() - begin).toBeLessThan(10_000);
});
