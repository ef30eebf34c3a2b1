import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HARBOUR, LUMEN } from '../scripts/demo/organisations.ts';
import { COLLECTION, EXAMPLE_FILES, EXAMPLE_QUESTIONS, isExample } from '../web/src/examples/example-files.ts';

const FOLDER = new URL('../web/public/examples/', import.meta.url);
const example = (name: string) => ({
  id: 'doc_1',
  name,
  collection: COLLECTION,
  sha256: EXAMPLE_FILES[name] ?? '',
  createdBy: null,
});

describe('the example documents', () => {
  it('are all there, and as the client knows them', () => {
    const hashOf = (name: string) =>
      createHash('sha256')
        .update(readFileSync(new URL(name, FOLDER)))
        .digest('hex');
    const files = readdirSync(FOLDER).map((name) => [name, hashOf(name)]);
    expect(Object.fromEntries(files)).toEqual(EXAMPLE_FILES);
  });

  it('answer what the client suggests, as the demo proves', () => {
    const proven: readonly string[] = [HARBOUR, LUMEN]
      .flatMap(({ questions, ofOneFile }) => [...questions, ofOneFile])
      .map(({ text }) => text);
    expect(EXAMPLE_QUESTIONS.filter((question) => !proven.includes(question))).toEqual([]);
  });

  it('are told from what has the same name, place or content', () => {
    const handbook = example('employee-handbook.md');
    expect(isExample(handbook)).toBe(true);
    expect(isExample({ ...handbook, sha256: 'f'.repeat(64) })).toBe(false);
    expect(isExample({ ...handbook, collection: null })).toBe(false);
    expect(isExample({ ...handbook, collection: 'Examples/ours' })).toBe(false);
    expect(isExample({ ...handbook, name: 'our-handbook.md' })).toBe(false);
    expect(isExample({ ...handbook, name: 'toString' })).toBe(false);
  });
});
