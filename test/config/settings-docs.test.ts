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

  it('is passed on by docker-compose.yml, but for what the image sets', () => {
    const [, environment = ''] =
      /^ {2}app:\n(?: {4}.*\n)*? {4}environment:\n((?: {6}.*\n)+)/m.exec(read('docker-compose.yml')) ?? [];
    const passed = [...environment.matchAll(/^ {6}([A-Z_]+): (.*)$/gm)].map(([, name = '', value = '']) => {
      // What is no constant of the containers comes from the variable of the same name.
      if (value.startsWith('$')) expect(value).toMatch(`\${${name}:-`);
      return name;
    });
    const image = /^ENV NODE_ENV=production (.*)$/m.exec(read('Dockerfile'))?.[1]?.replaceAll(/=\S+/g, '').split(' ');
    const settings = SETTING_GROUPS.flat().map(({ name }) => name);
    // In place of these there are files.
    expect([...passed, ...(image ?? []), 'MONGODB_URI', 'SECRETS_KEY'].sort()).toEqual([...settings].sort());
  });

  it('holds defaults that are settings themselves', () => {
    expect(loadConfig(parseEnv(read('.env.example')) as Record<string, string>)).toEqual(loadConfig({}));
  });
});
