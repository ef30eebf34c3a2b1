import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/** What a file is to the others. */
type Part = 'leaf' | 'lib' | 'port' | 'helper' | 'adapter' | 'service' | 'schema' | 'graphql' | 'context' | 'config';

/** Which parts each part may import, and of which it may use no more than the types. */
const ALLOWED: Readonly<Record<Part, { readonly values: readonly Part[]; readonly types: readonly Part[] }>> = {
  leaf: { values: [], types: [] },
  lib: { values: ['lib'], types: [] },
  port: { values: ['leaf'], types: ['port'] },
  helper: { values: ['leaf', 'lib', 'helper', 'port'], types: [] },
  adapter: { values: ['leaf', 'lib', 'port', 'helper', 'adapter'], types: [] },
  service: { values: ['leaf', 'lib', 'port', 'service'], types: [] },
  schema: { values: ['leaf', 'lib', 'port', 'service', 'schema', 'graphql'], types: ['context'] },
  graphql: { values: ['leaf', 'lib', 'graphql'], types: ['port', 'service', 'context'] },
  context: { values: ['leaf'], types: ['lib', 'port', 'service'] },
  config: { values: ['leaf', 'lib', 'config'], types: [] },
};

/** They put everything together: these files, and all of these folders. */
const ROOT_FOLDERS = ['app/', 'adapters/', 'ops/admin/commands/'];
const ROOT_FILES = new Set([
  'main.ts',
  'server-process.ts',
  'app.ts',
  'serve.ts',
  'schema.ts',
  'ops/admin.ts',
  'ops/admin/commands.ts',
  'ops/admin/operate.ts',
]);
const TOP: Readonly<Record<string, Part>> = {
  'errors.ts': 'leaf',
  'ids.ts': 'leaf',
  'limits.ts': 'leaf',
  'roles.ts': 'leaf',
  'node-version.ts': 'leaf',
  'version.ts': 'leaf',
  'config.ts': 'config',
  'config-problems.ts': 'config',
  'context.ts': 'context',
};
const FEATURES = new Set(['auth', 'tenants', 'documents', 'search', 'answers', 'audit', 'ops', 'import']);
/** The GraphQL types of a feature; all else in its folder are its rules. */
const SCHEMA_FILE = /^([\w-]+-)?(schema|types)\.ts$/;
/** Pure helpers that one feature may use of another. */
const SHARED = new Set([
  'audit/facts.ts',
  'auth/identity.ts',
  'auth/grants.ts',
  'auth/credentials.ts',
  'auth/secrets.ts',
  'auth/usable.ts',
  'documents/inputs.ts',
  'documents/collections.ts',
  'search/inputs.ts',
  'documents/parsers/parsers.ts',
]);
/** What features add their types with. */
const FOR_FEATURES = new Set(['audit.ts', 'builder.ts', 'connection.ts', 'enum-values.ts', 'scalars.ts']);
/** Of the models: what both sides of a port agree on, and what adapters share. All else are adapters. */
const MODEL_PORTS = new Set(['embedder.ts', 'embedders.ts', 'answer-model.ts']);
const MODEL_HELPERS = new Set(['embedding-prefixes.ts', 'prompt.ts', 'prompt-room.ts', 'unit-vector.ts']);
const STORE_HELPERS = new Set([
  'audit-chain.ts',
  'audit-check.ts',
  'vectors.ts',
  'change-feed.ts',
  'text-pieces.ts',
  'conditions.ts',
  'shown-answer.ts',
  'kept-row.ts',
  'ownerless.ts',
]);

/** What a file is, by its place; paths have slashes. */
function partOf(file: string): Part {
  const [folder = '', name, ...deeper] = file.split('/');
  const top = TOP[file];
  if (top) return top;
  if (name && (folder === 'lib' || folder === 'graphql')) return folder;
  if (file.startsWith('store/ranking/')) return 'helper';
  if (name && folder === 'store') return deeper.length > 0 ? 'adapter' : STORE_HELPERS.has(name) ? 'helper' : 'port';
  if (name && folder === 'models')
    return MODEL_PORTS.has(name) ? 'port' : MODEL_HELPERS.has(name) ? 'helper' : 'adapter';
  if (name && FEATURES.has(folder)) return SCHEMA_FILE.test(name) ? 'schema' : 'service';
  throw new Error(`This test knows no place for src/${file}. Say in it who may import that.`);
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Nothing of the other file runs: only its types are used. */
  readonly isType: boolean;
}

function isAllowed({ from, to, isType }: Arrow): boolean {
  if (isRoot(from)) return true;
  if (isRoot(to)) return false;
  const [importer, imported] = [partOf(from), partOf(to)];
  const { values, types } = ALLOWED[importer];
  if (!values.includes(imported) && !(isType && types.includes(imported))) return false;
  // The files within a part that must not know each other.
  if (imported === 'adapter') return familyOf(from) === familyOf(to);
  if (imported === 'service') return folderOf(from) === folderOf(to) || isType || SHARED.has(to);
  if (imported === 'graphql' && importer === 'schema') return FOR_FEATURES.has(to.split('/')[1] ?? '');
  return true;
}

const folderOf = (file: string) => file.split('/')[0];
const isRoot = (file: string) => ROOT_FILES.has(file) || ROOT_FOLDERS.some((folder) => file.startsWith(folder));
/** The adapters that may share code: all of the models, those of one store. */
const familyOf = (file: string) => (folderOf(file) === 'store' ? file.split('/')[1] : folderOf(file));

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replaceAll(sep, '/'));
const ARROWS = FILES.flatMap(arrowsOf);

function arrowsOf(file: string): Arrow[] {
  const code = readFileSync(join(SRC, file), 'utf8');
  const imports = code.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?from\s+)?'(\.[^']+)'/gm);
  return Array.from(imports, ([statement, type, path = '']) => ({
    from: file,
    to: relative(SRC, join(SRC, dirname(file), path)).replaceAll(sep, '/'),
    isType: type !== undefined || namesTypesOnly(statement),
  }));
}

/** `import { type A, type B } from …` */
function namesTypesOnly(statement: string): boolean {
  const names = /\{([^}]*)\}/
    .exec(statement)?.[1]
    ?.split(',')
    .map((name) => name.trim());
  return names?.filter((name) => name !== '').every((name) => name.startsWith('type ')) ?? false;
}

/** The imports that lie on a circle: without files that import none of the others, or that none of them imports. */
function onCircles(arrows: readonly Arrow[]): Arrow[] {
  const importers = new Set(arrows.map(({ from }) => from));
  const imported = new Set(arrows.map(({ to }) => to));
  const left = arrows.filter(({ from, to }) => imported.has(from) && importers.has(to));
  return left.length === arrows.length ? left : onCircles(left);
}

const describeArrow = ({ from, to, isType }: Arrow) => `${from} -> ${to}${isType ? ' (type)' : ''}`;

describe('the files of src', () => {
  it('import each other in one direction', () => {
    expect(ARROWS.filter((arrow) => !isAllowed(arrow)).map(describeArrow)).toEqual([]);
  });

  it('do not import each other in circles, not even for types', () => {
    expect(onCircles(ARROWS).map(describeArrow)).toEqual([]);
  });

  it('name adapters in adapters/ and the operator commands alone', () => {
    const outside = ARROWS.filter(({ from, to }) => {
      return !isRoot(to) && partOf(to) === 'adapter' && (isRoot(from) || partOf(from) !== 'adapter');
    });
    expect(outside.length).toBeGreaterThan(0);
    const namers = outside.map(({ from }) => from).filter((from) => folderOf(from) !== 'adapters');
    const isCommand = (file: string) => file.startsWith('ops/admin/commands/') || file === 'ops/admin/operate.ts';
    expect(namers.filter((from) => !isCommand(from))).toEqual([]);
  });

  it('read the environment in config.ts alone, but for the client, a program of its own', () => {
    const readers = FILES.filter((file) => /\bprocess\.env\b/.test(readFileSync(join(SRC, file), 'utf8')));
    expect(readers.sort()).toEqual(['config.ts', 'import/command.ts']);
  });
});

describe('a tenant as it is, without a scope', () => {
  /** Whose work is not a caller's: stores, ingestion, operator commands, and what puts all together. */
  const UNSCOPED = /^(store\/|ops\/admin|app\/storage\.ts$|documents\/(ingestion|ingest-document|recovery)\.ts$)/;
  const namers = (name: RegExp) =>
    FILES.filter((file) => !UNSCOPED.test(file) && name.test(readFileSync(join(SRC, file), 'utf8')));

  it('is held by nothing that serves requests', () => {
    expect(namers(/\bTenantStore\b/)).toEqual([]);
    expect(namers(/\bEVERYTHING\b/)).toEqual([]);
  });
});

describe('the rule of the imports', () => {
  it('finds circles, and leaves out what only leads to one', () => {
    const arrow = (from: string, to: string): Arrow => ({ from, to, isType: false });
    const circle = [arrow('a.ts', 'b.ts'), arrow('b.ts', 'a.ts')];
    expect(onCircles([arrow('main.ts', 'a.ts'), ...circle, arrow('b.ts', 'leaf.ts')])).toEqual(circle);
  });

  it.each([
    ['lib/turns.ts', 'errors.ts'],
    ['store/store.ts', 'store/embedded/embedded-store.ts'],
    ['store/embedded/embedded-store.ts', 'documents/chunker.ts'],
    ['documents/documents-service.ts', 'graphql/errors.ts'],
    ['documents/documents-service.ts', 'store/embedded/embedded-store.ts'],
    ['documents/schema.ts', 'models/quoting/quoting-model.ts'],
    ['documents/schema.ts', 'graphql/websocket/server.ts'],
    ['graphql/yoga.ts', 'store/embedded/embedded-store.ts'],
    ['graphql/yoga.ts', 'app.ts'],
    ['search/search-service.ts', 'documents/documents-service.ts'],
  ])('refuses %s -> %s', (from, to) => {
    expect(isAllowed({ from, to, isType: false })).toBe(false);
  });
});
