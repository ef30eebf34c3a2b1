import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as limits from '../src/limits.ts';

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const source = readFileSync(path('src/limits.ts'), 'utf8');

const DOC = String.raw`\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*`;
const oneLine = (comment: string) => comment.replaceAll(/\s*\n\s*\*\s?/g, ' ').trim();

interface Group {
  readonly name: string;
  readonly about: string;
  readonly limits: readonly { readonly key: string; readonly value: unknown; readonly reason: string | undefined }[];
}

const placeOf = (name: string) => source.indexOf(`export const ${name} =`);

/** The exported groups in the order of the file, with what stands before each of their limits. */
const exported = Object.entries(limits).sort(([a], [b]) => placeOf(a) - placeOf(b));
const groups: Group[] = exported.map(([name, values]) => {
  const [, about = '', body = ''] =
    new RegExp(`${DOC}export const ${name} = \\{\n([\\s\\S]*?)\n\\} as const;`).exec(source) ?? [];
  const reasons = new Map(
    Array.from(body.matchAll(new RegExp(`${DOC}(\\w+):`, 'g')), ([, reason = '', key = '']) => [key, oneLine(reason)]),
  );
  const rows = Object.entries(values).map(([key, value]) => ({
    key,
    value: value as unknown,
    reason: reasons.get(key),
  }));
  return { name, about: oneLine(about), limits: rows };
});

function inWords(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en');
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  const { points, duration } = value as { points: number; duration: number };
  return `${points} in ${duration / 60} min`;
}

it.each(groups)('each of $name has a reason', ({ about, limits: rows }) => {
  expect(about).not.toBe('');
  expect(rows.filter(({ reason }) => !reason)).toEqual([]);
});

it('are what docs/security.md begins with', async () => {
  const tables = groups.map(({ about, limits: rows }) =>
    [
      `**${about}**\n`,
      '| limit | | |\n|---|--:|---|',
      ...rows.map(({ key, value, reason }) => `| \`${key}\` | ${inWords(value)} | ${reason} |`),
    ].join('\n'),
  );
  const file = path('docs/security.md');
  const [before = '', after = ''] = readFileSync(file, 'utf8').split(/<!-- limits -->[\s\S]*<!-- \/limits -->/);
  expect(after).not.toBe('');
  await expect(`${before}<!-- limits -->\n\n${tables.join('\n\n')}\n\n<!-- /limits -->${after}`).toMatchFileSnapshot(
    file,
  );
});
