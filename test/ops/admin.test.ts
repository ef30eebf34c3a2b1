import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentsDocument, IngestTextDocument, RegisterDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { type App, startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/ops/logging.ts';
import { type Client, createClient } from '../support/client.ts';
import { runAdmin } from '../support/process.ts';

describe('operator commands beside a running server', () => {
  let root: string;
  let dataDir: string;
  let app: App;

  const start = async () => {
    const settings = { PORT: '0', DATA_DIR: dataDir, RATE_LIMITS: 'off', LANGUAGE_MODEL: 'quoting' };
    app = await startApp(loadConfig(settings), createLogger({ level: 'silent' }));
  };
  const register = async (organization: string): Promise<Client> => {
    const input = { email: `${organization}@example.org`, password: 'correct horse', organization };
    const { register } = await createClient(app.url).data(RegisterDocument, { input });
    return createClient(app.url, register.accessToken);
  };
  /** The same person at the server as it runs now: tokens outlive a restart. */
  const again = ({ token }: Client) => createClient(app.url, token);
  const found = async (client: Client, query: string) =>
    (await client.data(SearchDocument, { query })).search.passages.map(({ text }) => text);
  /** A process of its own, in a folder without a .env. */
  const admin = (args: string[], env: Record<string, string> = {}) =>
    runAdmin(args, { cwd: root, env: { DATA_DIR: dataDir, ...env } });

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'carrel-admin-test-'));
    dataDir = join(root, 'data');
    await start();
  });
  afterAll(async () => {
    await app.close();
    await rm(root, { recursive: true });
  });

  it('back up while documents come in, and bring one organisation back', async () => {
    const [acme, globex] = [await register('acme'), await register('globex')];
    const handbook = await acme.ingest('handbook.txt', 'Employees get 25 days of paid annual leave.');
    await globex.ingest('manual.txt', 'The pump is to be cleaned every Thursday.');

    const backingUp = admin(['backup', 'backup']);
    const input = (n: number) => ({ name: `${n}.txt`, text: `Memo number ${n} is about the canteen.`, wait: false });
    for (let n = 0; n < 20; n++) await acme.data(IngestTextDocument, { input: input(n) });
    expect(await backingUp).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('2 organisations') });

    const { stdout: listed } = await admin(['tenants', 'backup']);
    const [, id = ''] = /^([0-9a-f]{32}) {2}"acme" {2}\d+ documents$/m.exec(listed) ?? [];
    const { stdout: json } = await admin(['tenants', 'backup', '--json']);
    expect(JSON.parse(json)).toContainEqual({ id, name: 'acme', documents: expect.any(Number) });
    expect(await admin(['restore', 'backup', id])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('in use by another Carrel process'),
    });

    await acme.delete(handbook.id);
    await globex.ingest('later.txt', 'The valve is to be oiled every Friday.');
    await app.close();
    const others = (await readdir(join(dataDir, 'tenants'))).filter((name) => !name.startsWith(id));
    const bytes = () => Promise.all(others.map((name) => readFile(join(dataDir, 'tenants', name))));
    const before = await bytes();
    expect(await admin(['restore', 'backup', id])).toMatchObject({ code: 0, stderr: '' });
    expect(others).toHaveLength(1);
    expect(await bytes()).toEqual(before);

    await start();
    expect(await found(again(acme), 'How many days of leave?')).toContain(
      'Employees get 25 days of paid annual leave.',
    );
    expect(await found(again(globex), 'When is the valve oiled?')).toContain('The valve is to be oiled every Friday.');
    const inBackup = Number(/"acme" {2}(\d+)/.exec(listed)?.[1]);
    expect((await again(acme).data(DocumentsDocument, {})).documents.totalCount).toBe(inBackup);
  });

  it('say what is wrong in one sentence, or how they are used', async () => {
    expect(await admin([])).toMatchObject({ code: 2, stderr: expect.stringContaining('npm run admin -- backup DIR') });
    expect(await admin(['restore', 'backup'])).toMatchObject({ code: 2 });
    expect(await admin(['backup', 'x'], { MONGODB_URI: 'mongodb://h' })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Carrel runs on MongoDB here.*\n$/),
    });
    expect(await admin(['tenants', 'nowhere'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no data of Carrel in .*nowhere\..*\n$/),
    });
  });
});
