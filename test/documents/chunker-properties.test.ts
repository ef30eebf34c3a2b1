import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SIZES, sizeOf } from '../../src/documents/chunking/chunk-size.ts';
import { chunkText } from '../../src/documents/chunking/chunker.ts';
import { markdownText, plainText } from '../../src/documents/parsers/block-text.ts';

const demo = fileURLToPath(new URL('../../web/public/examples/', import.meta.url));
const paper = Array.from(
  { length: 300 },
  (_, i) =>
    `${i % 10 === 0 ? `## ${i / 10 + 1} Results\n\n` : ''}We measured x = ${i}.5 (cf. Fig. ${i}), as Dr. No et al. [${i}] did.\n` +
    'This line is wrapped where the margin of the column was, and it goes on\nhere. It ends.\n\n',
).join('');

const inputs: [what: string, text: string][] = [
  ...readdirSync(demo, { encoding: 'utf8' })
    .filter((name) => /\.(?:md|txt)$/.test(name))
    .map((name): [string, string] => [name, readFileSync(`${demo}${name}`, 'utf8')]),
  ['a long paper', paper],
  ['a long paper with CRLF', paper.replaceAll('\n', '\r\n')],
  ['one line of sentences', 'The quick brown fox jumps over the lazy dog. '.repeat(4_000)],
  ['one line of words', 'word '.repeat(30_000)],
  ['one word', 'a'.repeat(50_000)],
  ['an address', `https://example.com/${'path/'.repeat(2_000)}`],
  ['Base64', Buffer.from('carrel '.repeat(6_000)).toString('base64')],
  ['apostrophes', "a'".repeat(2_000)],
  ['emoji', '👩‍👩‍👧😀'.repeat(3_000)],
  ['accents without end', `e${'\u0301'.repeat(6_000)}`],
  ['Chinese', '组织共享一个部署，每个租户的文档保存在自己的数据库中。'.repeat(400)],
  ['Chinese without a full stop', '组织共享一个部署'.repeat(1_000)],
  ['only line breaks', '\n'.repeat(100_000)],
  ['one word among line breaks', `${'\r\n'.repeat(20_000)}word${'\n'.repeat(20_000)}`],
  ['two words with a void between', `a${' '.repeat(50_000)}b`],
  ['an unclosed fence', `# T\n\`\`\`js\n${'const a = 1; # no\n'.repeat(2_000)}`],
  ['a giant table', `|a|b|\n|-|-|\n${'| some cell | other |\n'.repeat(3_000)}`],
  ['headings alone', '# A\n## B\n### C\n'.repeat(500)],
  ['a giant heading', `# ${'heading '.repeat(3_000)}\ntext`],
  [
    'a giant paragraph that ends with an underline',
    `${'Some words of it. '.repeat(400)}\n${'Some words of it.\n'.repeat(300)}---\ntext`,
  ],
  ['a giant list', '- an item of a list\n  that goes on\n'.repeat(2_000)],
  ['punctuation', '#|-`*>'.repeat(5_000)],
];

describe.each(inputs)('chunks of %s', (_what, source) => {
  it.each([true, false])('hold all of it in exact, bounded pieces (Markdown: %s)', async (markdown) => {
    const chunks = await chunkText(markdown ? markdownText(source) : plainText(source));
    const covered = new Uint8Array(source.length);
    let lastStart = -1;
    for (const { text, start, end } of chunks) {
      // Compared as a flag: a failure must not print the whole text.
      expect(text === source.slice(start, end) && text === text.trim() && text !== '').toBe(true);
      expect(start).toBeGreaterThan(lastStart);
      lastStart = start;
      const { words, tokens } = sizeOf(text);
      expect(words).toBeLessThanOrEqual(DEFAULT_SIZES.most.words);
      expect(tokens).toBeLessThanOrEqual(DEFAULT_SIZES.most.tokens);
      expect(text.length).toBeLessThanOrEqual(DEFAULT_SIZES.most.characters);
      covered.fill(1, start, end);

      const edges = `${source.charAt(start - 1)}${source.charAt(start)} ${source.charAt(end - 1)}${source.charAt(end)}`;
      expect(edges).not.toMatch(/[\ud800-\udbff][\udc00-\udfff]/);
    }
    const headings = new Set(chunks.flatMap((chunk) => chunk.headings.flatMap((title) => title.split(/\W+/))));
    const lost = [...source.matchAll(/[\p{L}\p{N}]+/gu)].filter(
      ({ 0: word, index }) => !covered[index] && !headings.has(word),
    );
    expect(lost.map(([word]) => word)).toEqual([]);
  });

  it('never begin or end within a word', async () => {
    const chunks = await chunkText(markdownText(source));
    const cut = chunks.filter(
      ({ start, end }) =>
        /^[a-z]{2}$/i.test(source.slice(start - 1, start + 1)) || /^[a-z]{2}$/i.test(source.slice(end - 1, end + 1)),
    );
    // What is longer than a chunk has to be cut somewhere.
    const isOneWord = /\S{1200}/.test(source);
    expect(isOneWord ? 0 : cut.length).toBe(0);
  });
});

const xquad = new URL('../../../shared/data/xquad.en.json', import.meta.url);

describe.skipIf(!existsSync(xquad))('chunks of a real data set (skipped where ../shared is not there)', () => {
  it('hold each answer in one piece', async () => {
    const { data } = JSON.parse(readFileSync(xquad, 'utf8')) as {
      data: {
        paragraphs: { context: string; qas: { answers: { text: string; answer_start: number }[] }[] }[];
      }[];
    };
    let questions = 0;
    let held = 0;
    for (const { context, qas } of data.flatMap(({ paragraphs }) => paragraphs)) {
      const chunks = await chunkText(plainText(context));
      for (const { answers } of qas) {
        questions += 1;
        const isHeld = chunks.some(({ start, end }) =>
          answers.some((answer) => start <= answer.answer_start && answer.answer_start + answer.text.length <= end),
        );
        held += isHeld ? 1 : 0;
      }
    }
    expect(held / questions).toBeGreaterThan(0.999);
  });
});
