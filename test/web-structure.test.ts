import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../web/src');

/** Features know what all share, and nothing of each other; nobody knows the app, which puts them together. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  gql: [],
  lib: ['gql', 'lib'],
  ui: ['gql', 'lib', 'ui'],
  reader: ['gql', 'lib', 'ui'],
  scope: ['gql', 'lib', 'ui'],
  examples: ['gql', 'lib', 'ui'],
  feature: ['gql', 'lib', 'ui', 'reader', 'scope', 'examples'],
};
const FEATURES = new Set([
  'auth',
  'answers',
  'documents',
  'search',
  'settings',
  'members',
  'collections',
  'api-tokens',
  'audit',
  'organization',
  'model',
]);

interface Arrow {
  readonly from: string;
  readonly to: string;
}

function isAllowed({ from, to }: Arrow): boolean {
  const [importer = '', imported = ''] = [from, to].map((path) => path.split('/')[0] ?? '');
  if (importer === 'app' || importer === imported) return true;
  const kind = FEATURES.has(importer) ? 'feature' : importer;
  const allowed = ALLOWED[kind];
  if (!allowed) throw new Error(`This test knows no place for web/src/${from}. Say in it what that may import.`);
  return allowed.includes(imported);
}

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => name.replaceAll(sep, '/'));

const codeOf = (file: string) => readFileSync(join(SRC, file), 'utf8');

const ARROWS = FILES.filter((file) => !file.startsWith('gql/')).flatMap((file) =>
  Array.from(codeOf(file).matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g), ([, path = '']) => ({
    from: file,
    to: relative(SRC, join(SRC, dirname(file), path)).replaceAll(sep, '/'),
  })),
);

describe('the files of the browser client', () => {
  it('import each other in one direction', () => {
    expect(ARROWS.length).toBeGreaterThan(50);
    expect(ARROWS.filter((arrow) => !isAllowed(arrow)).map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('leave lib without React', () => {
    const users = FILES.filter((file) => file.startsWith('lib/') && /from '(react|urql|wouter)/.test(codeOf(file)));
    expect(users).toEqual([]);
  });

  it('take icons one by one, as their index is of 1,900 modules', () => {
    expect(FILES.filter((file) => /^import (?!type)[^;]*from 'lucide-react'/m.test(codeOf(file)))).toEqual([]);
  });

  it('make no markup of texts', () => {
    expect(FILES.filter((file) => /innerHTML|insertAdjacentHTML|document\.write/i.test(codeOf(file)))).toEqual([]);
  });
});

describe('the rule of the imports', () => {
  it.each([
    ['lib/session.ts', 'ui/use-api.ts'],
    ['ui/page.tsx', 'answers/ask-page.tsx'],
    ['answers/ask-page.tsx', 'audit/audit-page.tsx'],
    ['answers/ask-page.tsx', 'app/app.tsx'],
  ])('refuses %s -> %s', (from, to) => {
    expect(isAllowed({ from, to })).toBe(false);
  });
});
