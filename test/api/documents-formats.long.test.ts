import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentTextDocument } from '../../schema/typed/graphql.ts';
import { EXTENSIONS } from '../../src/documents/parsers/parsers.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const folder = fileURLToPath(new URL('../../../shared/data/files/', import.meta.url));
const isThere = existsSync(folder);

/** A row of the folder's README: a file, and what must come out. */
interface Row {
  readonly path: string;
  readonly expected: string;
}

function readRows(): Row[] {
  if (!isThere) return [{ path: 'any', expected: '' }];
  const rows = readFileSync(`${folder}README.md`, 'utf8').matchAll(/^\| ([a-z]+\/\S+) \|.*?\| ([^|]*) \|$/gm);
  return Array.from(rows, ([, path = '', expected = '']) => ({ path, expected }))
    .filter(({ path }) => EXTENSIONS.includes(extname(path)))
    .filter(isOfInterest);
}

/** Two of each format, and those that want harm or are refused: the tests of the formats read them all. */
function isOfInterest({ path, expected }: Row, _at: number, all: readonly Row[]): boolean {
  const ofFormat = all.filter((row) => extname(row.path) === extname(path));
  return ofFormat.findIndex((row) => row.path === path) < 2 || /^(?:hostile|error|refused|failed)/.test(expected);
}

const phrasesOf = (text: string) => Array.from(text.matchAll(/“([^“”]+)”/g), ([, phrase = '']) => phrase);
const squeezed = (text: string) => text.replace(/\s+/g, ' ');

describe.skipIf(!isThere)('a real file (skipped where ../shared/data/files is absent)', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
  });
  afterAll(() => server.close());

  /** Its text, or why there is none. */
  const ingest = async (path: string): Promise<{ text: string } | { error: string }> => {
    const { body } = await ada.upload(new Blob([readFileSync(folder + path)]), path.split('/').at(-1) ?? '');
    const [refused] = body.errors ?? [];
    if (refused) return { error: refused.message };
    const stored = body.data?.ingestFile.document;
    if (stored?.status !== 'SEARCHABLE') return { error: stored?.error ?? '' };
    const { document } = await ada.data(DocumentTextDocument, { id: stored.id });
    return { text: document?.text ?? '' };
  };

  it.each(readRows())('$path gives: $expected', async ({ path, expected }) => {
    const result = await ingest(path);
    const [wanted = '', unwanted = ''] = expected.split(/;? not: /);
    const mayFail = /^hostile|or error/.test(expected);
    const mustFail = /^(?:error|refused|failed)/.test(expected);
    if (mustFail || (mayFail && 'error' in result)) {
      // A sentence for the reader, without anything of the inside.
      expect(result).toEqual({ error: expect.stringMatching(/^[A-Z“].{10,}\.$/) });
      return;
    }
    expect(result).toEqual({ text: expect.stringMatching(/\S/) });
    const text = squeezed('text' in result ? result.text : '');
    if (mayFail) return;
    expect(phrasesOf(wanted).filter((phrase) => !text.includes(squeezed(phrase)))).toEqual([]);
    expect(phrasesOf(unwanted).filter((phrase) => text.includes(squeezed(phrase)))).toEqual([]);
  });

  it('leaves the server as it was, whatever was in it', async () => {
    expect((await ada.ingest('after', 'The library opens at eight.')).status).toBe('SEARCHABLE');
  });
});
