import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig, SETTING_GROUPS } from '../../src/config.ts';

/** After a change of the table in src/config.ts, `npx vitest run test/config -u` writes both files anew. */
const file = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = (name: string) => readFileSync(file(name), 'utf8');

describe('the table of settings', () => {
  it('is what .env.example shows', async () => {
    const groups = SETTING_GROUPS.map((rows) =>
      rows.map(({ name, fallback, about }) => `# ${about.replaceAll('`', '')}\n${name}=${fallback ?? ''}\n`).join(''),
    );
    const head =
      '# Every setting with its default. Copy this file to .env and change what you need; the environment goes before .env.\n';
    await expect([head, ...groups].join('\n')).toMatchFileSnapshot(file('.env.example'));
  });

  it('is what the README shows', async () => {
    const rows = SETTING_GROUPS.flat().map(
      ({ name, fallback, about }) => `| \`${name}\` | ${fallback ? `\`${fallback}\`` : ''} | ${about} |\n`,
    );
    const table = ['| variable | default | |\n|---|---|---|\n', ...rows].join('');
    const readme = read('README.md').replace(/^\| variable \|.*\n(?:\|.*\n)+/m, () => table);
    expect(readme).toContain(table);
    await expect(readme).toMatchFileSnapshot(file('README.md'));
  });

  it('holds defaults that are settings themselves', () => {
    expect(loadConfig(parseEnv(read('.env.example')) as Record<string, string>)).toEqual(loadConfig({}));
  });
});
