import { describe, expect, it } from 'vitest';
import { chunkSizes, sizeOf } from '../../src/documents/chunking/chunk-size.ts';
import { chunkText } from '../../src/documents/chunking/chunker.ts';
import { markdownText, plainText } from '../../src/documents/parsers/block-text.ts';

const sentences = (count: number, words = 15) =>
  Array.from({ length: count }, (_, i) => `Sentence ${i} ${'word '.repeat(words - 3)}end.`).join(' ');
const chunks = (text: string, markdown = true) => chunkText(markdown ? markdownText(text) : plainText(text));
const summary = async (text: string) => (await chunks(text)).map(({ headings, text }) => [headings.join(' > '), text]);

describe('chunkText', () => {
  describe('of other sizes', () => {
    const text = Array.from({ length: 200 }, (_, i) => `Sentence ${i} of this text has nine words here.`).join(' ');
    const cut = (words: number, overlap: number) =>
      chunkText(plainText(text), { sizes: chunkSizes({ words, overlap }) });
    const sentencesIn = (chunk: string): string[] => chunk.match(/Sentence \d+/g) ?? [];

    it.each([40, 80, 150, 250])('fills chunks with about %i words', async (words) => {
      const lengths = (await cut(words, 1)).slice(0, -1).map((chunk) => sizeOf(chunk.text).words);
      for (const length of lengths) {
        expect(length).toBeGreaterThanOrEqual(words * 0.7);
        expect(length).toBeLessThanOrEqual(words);
      }
    });

    it.each([0, 1, 2, 3])('begins each with the last %i sentences of the one before', async (overlap) => {
      const chunks = (await cut(100, overlap)).map((chunk) => sentencesIn(chunk.text));
      expect(chunks.length).toBeGreaterThan(10);
      for (const [at, chunk] of chunks.slice(1).entries()) {
        const before = chunks[at] ?? [];
        expect(chunk.filter((sentence) => before.includes(sentence))).toEqual(before.slice(before.length - overlap));
      }
    });
  });

  it('makes nothing of nothing', async () => {
    expect(await chunks('')).toEqual([]);
    expect(await chunks(' \r\n\t\n'.repeat(1_000))).toEqual([]);
  });

  it('cuts a long text into chunks of about 150 words, at sentences', async () => {
    const found = await chunks(sentences(100), false);
    expect(found.length).toBeGreaterThan(9);
    for (const { text } of found.slice(0, -1)) {
      expect(text).toMatch(/^Sentence \d+ .*end\.$/s);
      const words = text.split(/\s+/).length;
      expect(words).toBeGreaterThan(120);
      expect(words).toBeLessThanOrEqual(150);
    }
    expect(found.map(({ index }) => index)).toEqual(found.map((_, i) => i));
  });

  it('begins a chunk with the last sentence of the one before', async () => {
    const found = await chunks(sentences(40), false);
    for (const [i, { text }] of found.slice(1).entries()) {
      const last = found[i]?.text.match(/Sentence \d+ [^.]*\.$/)?.[0];
      expect(text.startsWith(last ?? 'no sentence')).toBe(true);
    }
  });

  it('prefers to cut between paragraphs', async () => {
    const found = await chunks(`${sentences(7)}\n\n${sentences(7)}\n\n${sentences(7)}`, false);
    expect(found.map(({ text }) => text.endsWith(sentences(7).slice(-60)))).toEqual([true, true, true]);
  });

  it('lets a short last piece join the chunk before it', async () => {
    const found = await chunks(`${sentences(9)}\n\nThe end.`, false);
    expect(found).toHaveLength(1);
  });

  it('cuts at headings, and names those that a chunk stands under', async () => {
    expect(await summary('# A\none\n## B\ntwo\n### C ###\nthree\n## D\nfour\n# E\nfive')).toEqual([
      ['A', 'one'],
      ['A > B', 'two'],
      ['A > B > C', 'three'],
      ['A > D', 'four'],
      ['E', 'five'],
    ]);
  });

  it('does not repeat a sentence under another heading', async () => {
    const found = await chunks(`# A\n${sentences(5)}\n# B\n${sentences(5)}`);
    expect(found.map(({ text }) => text)).toEqual([sentences(5), sentences(5)]);
  });

  it('reads underlined headings, and takes the markup off titles', async () => {
    expect(await summary('Title *one*\n===\ntext\n\n[Two](http://x.example) `b`\n---\nmore')).toEqual([
      ['Title one', 'text'],
      ['Title one > Two b', 'more'],
    ]);
  });

  it('makes a chunk of a heading with nothing under it', async () => {
    expect(await summary('# A\n## B\n## C\ntext\n# D')).toEqual([
      ['A', '## B'],
      ['A > C', 'text'],
      ['', '# D'],
    ]);
  });

  it('puts headings with nothing under them together, as the lines of a list are', async () => {
    const bare = Array.from({ length: 100_000 }, () => '# a').join('\n');
    const cut = await chunks(bare);
    expect(cut.length).toBeLessThan(2_000);
    expect(cut.every(({ text }) => text.split('\n').length > 50 || text === cut.at(-1)?.text)).toBe(true);
    expect(await chunks('# One\n\n# Two\n\n# Three\n\nText.\n\n# Four')).toMatchObject([
      { text: '# One\n\n# Two', headings: [] },
      { text: 'Text.', headings: ['Three'] },
      { text: '# Four', headings: [] },
    ]);
  });

  it('refuses a text that makes too many', async () => {
    const paragraphs = Array.from({ length: 30 }, () => sentences(30)).join('\n\n');
    await expect(chunkText(plainText(paragraphs), { mostChunks: 10 })).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: expect.stringContaining('more than 10 passages'),
    });
  });

  it('sees no headings in code, closed or not, nor in plain text', async () => {
    const closed = '```sh\n# not a heading\n```';
    expect(await summary(`# A\n${closed}\n## B\n~~~\n# nor this\n`)).toEqual([
      ['A', closed],
      ['A > B', '~~~\n# nor this'],
    ]);
    expect((await chunks('# A\ntext', false)).map(({ headings, text }) => [headings, text])).toEqual([
      [[], '# A\ntext'],
    ]);
  });

  it.each([
    ['---\n# made by a tool\ntitle: Leave\ntags: [hr]\n---'],
    ['---\n"title": Leave\n---'],
    ["---\n\ntitle: 'Leave' # what it is about\nauthors:\n- name: Ada\n  email: ada@example.org\n---"],
    ['---\ntitle: >\n  Leave\ndescription: |\n  Several lines:\n\n  more.\n...'],
    ['+++\ntitle = "Leave"\n[params]\ntags = ["hr"]\n+++'],
    ['\n\n---yaml\ntitle: "Leave\n  "\nLast updated: 2026\n---'],
    ['{\n  "title": "Leave",\n  "params": { "tags": [1] }\n}'],
    ['---json\n{ "title": "Leave", "date": "2026-01-01" }\n---'],
    ['---\nTitle: Leave\nAuthor: Ada\nReviewed by: Bob\n---'],
    ['---\ntitle: Leave\n🎉: x\n2024: y\n---'],
    ["+++\ntitle = '''Leave'''\n[[resources]]\nsrc = 'x'\n+++"],
    ['---\ntitle: &name "Leave" # of all\nalias: *name\n---'],
    ['---\ntitel: Leave\nüberschrift: x\n---'],
    ['---\nзаголовок: Leave\nтеги: [hr]\n---'],
    ['---\n标题: Leave\n作者: 李\n---'],
    ['---\nالعنوان: Leave\n---'],
    [`---\ntitle: Leave\nabstract: ${'word '.repeat(4_000)}\n${'key: value\n'.repeat(300)}---`],
  ])('takes the title alone from front matter: %j', async (matter) => {
    expect(await summary(`${matter}\n# Days\nText.\n`)).toEqual([['Leave > Days', 'Text.']]);
    expect(await summary(`${matter}\r\n# Leave\r\nText.\r\n`.replaceAll(/\r?\n/g, '\r\n'))).toEqual([
      ['Leave', 'Text.'],
    ]);
  });

  it('takes nothing for front matter that has no keys, or no end', async () => {
    expect(await summary('---\n\nNote: this is prose.\n\n---\n\nMore.')).toEqual([
      ['', 'Note: this is prose.\n\n---\n\nMore.'],
    ]);
    expect(await summary('---\ntitle: X')).toEqual([['', 'title: X']]);
    const example = '{\n  "port": 80\n}\n\nis the default.';
    expect(await summary(example)).toEqual([['', example]]);
  });

  it.each([
    ['a block of code', `\`\`\`\n${'let value = 1;\n\n'.repeat(25)}\`\`\``],
    ['a table', `| name | days |\n|---|---|\n${'| someone | 25 |\n'.repeat(18)}`.trim()],
    ['a table without outer bars', `name | days\n--- | ---\n${'someone | 25\n'.repeat(25)}`.trim()],
  ])('keeps %s whole where it fits', async (_what, block) => {
    const found = await chunks(`${sentences(8)}\n\n${block}\n\n${sentences(8)}`);
    expect(found.filter(({ text }) => text.includes(block))).toHaveLength(1);
    expect(found.length).toBeGreaterThan(1);
  });

  it('cuts a table that does not fit between its rows, which know their columns', async () => {
    const rows = Array.from({ length: 600 }, (_, at) => `| Country ${at} | ${at} | ${at + 1} |`);
    const table = ['| Country | **Landline** ct/min | [Mobile](#m) \\| ct |', '|---|--:|:-:|', ...rows].join('\n');
    const found = await chunks(`# Tariffs\n\nPer minute:\n\n${table}\n\n${sentences(20)}\n\n| one | row |\n`);
    expect(found.length).toBeGreaterThan(10);
    const columns = 'Country | Landline ct/min | Mobile \\| ct';
    for (const { text, columns: known } of found) {
      expect(known).toBe(text.startsWith('| Country ') && !text.includes('**Landline**') ? columns : null);
      if (known) expect(text).toMatch(/^\| Country \d+ \|/);
    }
    expect(found.filter(({ columns: known }) => known).length).toBeGreaterThan(8);
  });

  it.each(['\n', ''])(
    'cuts a table in HTML between its rows, which know their columns (between rows: %j)',
    async (between) => {
      const rows = Array.from({ length: 100 }, (_, at) => `<tr><td>Country ${at}</td><td>${at}</td></tr>`);
      const head = '<thead><tr><th>Country</th><th class="n"><b>Mobile</b>&nbsp;ct</th></tr></thead>';
      const table = ['<table>', head, ...rows, '</table>'].join(between);
      const found = await chunks(`Before.\n\n${table}\n\nAfter. ${sentences(20)}`);
      const below = found.filter(({ text }) => /^<tr><td>Country/.test(text));
      expect(below.length).toBeGreaterThan(4);
      for (const { columns } of below) expect(columns).toBe('Country | Mobile ct');
      const others = found.filter((chunk) => !below.includes(chunk));
      expect(others.every(({ columns }) => columns === null)).toBe(true);
    },
  );

  it.each([
    ['<tr><td><b>Country</b></td><td><strong>Mobile</strong></td></tr>', 'Country | Mobile'],
    [
      '<tr><th rowspan=2>Country</th><th colspan="2">Calls</th></tr><tr><th>Landline</th><th>Mobile</th></tr>',
      'Country | Calls Landline | Calls Mobile',
    ],
    ['<tr><td><b>Country</b></td><td>Mobile</td></tr>', null],
  ])('reads the head of a table in HTML: %s', async (head, columns) => {
    const rows = Array.from({ length: 100 }, (_, at) => `<tr><td>Country ${at}</td><td>${at}</td><td>7</td></tr>`);
    const found = await chunks(`<table>\n${head}\n${rows.join('\n')}\n</table>`);
    const below = found.filter(({ text }) => /^<tr><td>Country/.test(text));
    expect(below.length).toBeGreaterThan(4);
    for (const chunk of below) expect(chunk.columns).toBe(columns);
  });

  it('knows no columns where a table has no head', async () => {
    const found = await chunks('| someone | 25 |\n'.repeat(200));
    expect(found.length).toBeGreaterThan(2);
    expect(found.every(({ columns }) => columns === null)).toBe(true);
  });

  it('stops when its signal aborts', async () => {
    const controller = new AbortController();
    const cutting = chunkText(plainText(sentences(20_000)), { signal: controller.signal });
    controller.abort(new Error('deleted'));
    await expect(cutting).rejects.toThrow('deleted');
  });
});
