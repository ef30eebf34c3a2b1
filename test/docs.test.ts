import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

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

describe.each(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/operations.md'])('%s', (name) => {
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
    const inText = text.matchAll(/`((?:src|test|schema|scripts|docs|docker|weights|stubs)\/[\w./-]+)`/g);
    const paths = [...inText].map(([, path = '']) => new URL(path, root));
    expect([...links, ...paths].filter((url) => !existsSync(url)).map(String)).toEqual([]);
    const anchors = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(anchorsOf(text)).toEqual(expect.arrayContaining(anchors));
  });
});

describe('docs/architecture.md', () => {
  it('names files of src that exist', () => {
    const text = readFileSync(new URL('docs/architecture.md', root), 'utf8');
    const named = [...text.matchAll(/`([a-z]+\/(?:[\w.-]+\/)*(?:[\w.-]+\.ts)?)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(10);
    const folders = ['', 'src/'];
    expect(named.filter((path) => !folders.some((folder) => existsSync(new URL(folder + path, root))))).toEqual([]);
  });
});
