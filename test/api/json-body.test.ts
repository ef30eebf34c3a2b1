import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createJsonReader } from '../../src/graphql/json-reader.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

/** As a body would be that comes in pieces of this length. */
function readInPieces(text: string, length: number): unknown {
  const reader = createJsonReader('It');
  for (let at = 0; at < text.length; at += length) reader.write(text.slice(at, at + length));
  return reader.end();
}

/** Whatever can be written in more than one way, or be cut in two. */
const ODD = '\\ " \\" \\\\ \u0001 \n é \u{1f600} \ud83d \ude00 / \u2028 u12';
const long = (length: number) => ODD.repeat(Math.ceil(length / ODD.length)).slice(0, length);
/** All of a text as escape sequences. */
const escaped = (text: string) =>
  text.replaceAll(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

describe('JSON that is read piece by piece', () => {
  it.each([
    ['short strings', JSON.stringify({ a: 'b', c: ['', ODD, { d: null, e: -1.5e3, f: [true, false] }] })],
    ['a long string', JSON.stringify({ query: '{a}', variables: { input: { text: long(5_000) } } })],
    ['an escaped one', `{"text":"${escaped(long(500))}"}`],
    ['long and short ones', JSON.stringify([long(1_000), 'x', long(1_001), '', long(999), long(3_000)], null, 2)],
    ['nothing else', JSON.stringify(long(4_000))],
    ['names that objects have anyway', `{"__proto__":"${'x'.repeat(2_000)}","constructor":1,"toString":"a"}`],
  ])('is what it is as a whole: %s', (_, text) => {
    for (const length of [1, 2, 3, 5, 7, 64, 1_000, 100_000])
      expect(readInPieces(text, length)).toEqual(JSON.parse(text));
  });

  it.each([
    ['an end too early', `{"a":"${'x'.repeat(2_000)}`],
    ['a string behind its end', '[1]"a'],
    ['half an escape sequence', '"\\u12'],
    ['a wrong escape sequence', `"${'x'.repeat(2_000)}\\x"`],
    ['an escape sequence of too few digits', '["\\u12", "a"]'],
    ['a line break in a string', `"${'x'.repeat(2_000)}\n"`],
    ['two numbers', '1 2'],
    ['nothing', ''],
  ])('is refused as it would be as a whole: %s', (_, text) => {
    expect(() => JSON.parse(text)).toThrow();
    for (const length of [1, 2, 3, 64, 100_000])
      expect(() => readInPieces(text, length)).toThrow('It is not valid JSON.');
  });

  it.each([
    ['whitespace', ' '.repeat(1_000)],
    ['digits', '1'.repeat(1_000)],
    ['strings just not long', `"${'x'.repeat(990)}",`],
  ])('holds no more beside its long strings than may be parsed at once: %s', (_, again) => {
    const reader = createJsonReader('It');
    reader.write('[');
    expect(() => {
      for (let i = 0; i < 1_500; i += 1) reader.write(again);
    }).toThrow('beside its long strings');
  });
});

describe('a long text', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('is parsed in pieces of which none makes others wait', async () => {
    const ada = await server.register();
    const parse = vi.spyOn(JSON, 'parse');
    const query = 'mutation($input:IngestTextInput!){ingestText(input:$input){document{sizeBytes}}}';
    const text = 'A "quoted" line.\n'.repeat(200_000);
    const { ingestText } = await ada.data<{ ingestText: { document: { sizeBytes: number } } }, Record<string, unknown>>(
      query,
      {
        input: { name: 'long.txt', text },
      },
    );
    const lengths = parse.mock.calls.map(([json]) => json.length);
    parse.mockRestore();
    expect(ingestText.document.sizeBytes).toBe(Buffer.byteLength(text));
    expect(lengths.reduce((sum, length) => sum + length)).toBeGreaterThan(text.length);
    expect(Math.max(...lengths)).toBeLessThan(100_000);
  });
});
