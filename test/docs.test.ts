import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXTENSIONS } from '../src/documents/parsers/parsers.ts';
import { TENANT_SCHEMA } from '../src/store/mongo/tenant/tenant-schema.ts';

const root = new URL('../', import.meta.url);
const scripts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('package.json', root), 'utf8'),
).scripts;

/** The ids that a renderer gives to headings, which links within a page name. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );

const docs = readdirSync(new URL('docs', root)).filter((name) => name.endsWith('.md'));

describe.each(['README.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name}`)])('%s', (name) => {
  const at = new URL(name, root);
  const text = readFileSync(at, 'utf8');

  it('names scripts that exist', () => {
    const named = [...text.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, script]) => script);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  it('names files and folders that exist, and links to headings that do', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, path = '']) => new URL(path, at),
    );
    const inText = text.matchAll(/`((?:src|web|test|schema|scripts|docs|docker|weights|stubs)\/[\w./-]+)`/g);
    const paths = [...inText].map(([, path = '']) => new URL(path, root));
    expect([...links, ...paths].filter((url) => !existsSync(url)).map(String)).toEqual([]);
    const anchors = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(anchorsOf(text)).toEqual(expect.arrayContaining(anchors));
  });
});

describe.each([
  ['docs/architecture.md', ['', 'src/']],
  ['docs/web.md', ['', 'web/', 'web/src/']],
])('%s', (name, folders) => {
  it('names files of the code that exist', () => {
    const text = readFileSync(new URL(name, root), 'utf8');
    const named = [...text.matchAll(/`([a-z]+\/(?:[\w.-]+\/)*(?:[\w.-]+\.(?:tsx?|js))?)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !folders.some((folder) => existsSync(new URL(folder + path, root))))).toEqual([]);
  });
});

describe('README.md', () => {
  it('has the extensions of all files that can be uploaded in its table of formats', () => {
    const rows = readFileSync(new URL('README.md', root), 'utf8').matchAll(/^\| ((?:`\.\w+`(?:, )?)+) \|/gm);
    const named = [...rows].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual([...EXTENSIONS].sort());
  });
});

describe('docs/architecture.md', () => {
  it('tells what each folder of src is for', () => {
    const [, told = ''] =
      /^src\/\n((?: .*\n)+)/m.exec(readFileSync(new URL('docs/architecture.md', root), 'utf8')) ?? [];
    const folders = readdirSync(new URL('src', root), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => `${name}/`).filter((folder) => !told.includes(folder))).toEqual([]);
  });
});

describe('docs/operations.md', () => {
  it('counts the collections and indexes of an organisation on MongoDB', () => {
    const collections = TENANT_SCHEMA.length;
    // Each has one more, on its `_id`.
    const indexes = TENANT_SCHEMA.reduce((sum, collection) => sum + collection.indexes.length + 1, 0);
    expect(readFileSync(new URL('docs/operations.md', root), 'utf8')).toContain(
      `a database of ${collections} collections with ${indexes} indexes, so ${collections + indexes} files`,
    );
  });
});

describe('the code', () => {
  it('has a docstring on each exported thing, or a description where clients see it', () => {
    const files = ['src', 'web/src', 'scripts'].flatMap((folder) =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name) && !/(?:^|\/)gql\//.test(name.replaceAll('\\', '/')))
        .map((name) => `${folder}/${name}`),
    );
    const bare = files.flatMap((file) => {
      const lines = readFileSync(new URL(file, root), 'utf8').split('\n');
      return lines.flatMap((line, at) => {
        const [, name] =
          /^export (?:async |abstract )*(?:function\*?|class|const|interface|type) (\w+)/.exec(line) ?? [];
        const isOverload =
          name !== undefined && lines.slice(0, at).some((before) => before.startsWith(`export function ${name}(`));
        const isDescribed = /= (?:builder\.\w+|connectionType)[<(]/.test(line) || lines[at - 1]?.endsWith('*/');
        return name === undefined || isOverload || isDescribed ? [] : [`${file}: ${name}`];
      });
    });
    expect(bare).toEqual([]);
  });
});
