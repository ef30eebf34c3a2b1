import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly engines?: { readonly node?: string };
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

describe('the lock file', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Locked>> };

  it('holds the packages of every platform, so that npm ci works on each', () => {
    const isThere = (name: string, from: string) =>
      `${from}/node_modules/${name}` in packages || `node_modules/${name}` in packages;
    const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isThere(name, from)),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry', () => {
    const resolved = Object.values(packages).filter(({ resolved, link }) => resolved !== undefined && !link);
    expect(resolved).toEqual([]);
  });

  it('asks for no newer Node than Carrel does', () => {
    const newer = Object.entries(packages).filter(([, { engines }]) => /^>=\s*2[1-9][\d.]*$/.test(engines?.node ?? ''));
    expect(newer.map(([name]) => name)).toEqual([]);
  });
});

describe('the scripts', () => {
  it('need no script before or after them, as .npmrc lets npm run none', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
    expect(read('.npmrc')).toContain('ignore-scripts=true');
    const around = Object.keys(scripts).filter(
      (name) => Object.hasOwn(scripts, name.replace(/^(pre|post)/, '')) && /^(pre|post)/.test(name),
    );
    expect(around).toEqual([]);
  });
});
