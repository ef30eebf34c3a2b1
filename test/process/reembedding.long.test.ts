import { cpSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MeDocument, RegisterDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../support/client.ts';
import { startMongoServer } from '../support/mongo-server/server.ts';
import { type CarrelProcess, newFolder, runAdmin, startCarrel } from '../support/process.ts';

const WEIGHTS = new URL('../../weights/all-MiniLM-L6-v2', import.meta.url).pathname;
/** The same weights under a name that makes them read texts with prefixes: vectors of its own, and no download. */
const OTHER = 'e5-small';
/** Some batches of passages, each under a heading of its own. */
const PASSAGES = 120;
const ANIMALS = ['otter', 'heron', 'beaver', 'newt', 'kingfisher', 'pike'];
const TEXT = Array.from(
  { length: PASSAGES },
  (_, at) =>
    `# Note ${at}\n\nThe ${ANIMALS[at % ANIMALS.length]} of pond ${at} sleeps by day. It hunts at dusk near the old mill.\n`,
).join('\n');
const QUESTION = { query: 'When does the otter hunt?', topK: 5 };

describe('a server that is started with another embedder', () => {
  const started: CarrelProcess[] = [];
  const cleanups: (() => unknown)[] = [];
  afterAll(async () => {
    for (const { child, exited } of started) {
      child.kill('SIGKILL');
      await exited;
    }
    for (const cleanup of cleanups) await cleanup();
  });
  const start = (cwd: string, env: Record<string, string> = {}) => {
    const carrel = startCarrel(cwd, { RATE_LIMITS: 'off', ...env });
    started.push(carrel);
    return carrel;
  };
  const kill = async ({ child, exited }: CarrelProcess) => {
    child.kill('SIGKILL');
    await exited;
  };
  /** A number of its metrics; what can't be read yet is none. */
  const metric = async (carrel: CarrelProcess, name: string) => {
    const body = await (await fetch(`${await carrel.url()}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(body)?.[1]);
  };
  const search = async (client: Client) => (await client.data(SearchDocument, QUESTION)).search;

  /** What tells a process which store it has. */
  const onMongo = async () => {
    const server = await startMongoServer();
    cleanups.push(() => server.close());
    return { MONGODB_URI: server.uri };
  };

  it.each([
    ['on the embedded store', async () => ({})],
    ['on MongoDB', onMongo],
  ])('answers before, during and after, goes on after a kill, and says how far it is: %s', async (_, openStore) => {
    const place = await openStore();
    const { path: cwd, remove } = await newFolder();
    cleanups.push(remove);
    cpSync(WEIGHTS, join(cwd, OTHER), { recursive: true });
    const env = { ...place, EMBEDDER: `./${OTHER}` };
    const first = start(cwd, place);
    const before = createClient(await first.url());
    const { register } = await before.data(RegisterDocument, {
      input: { email: 'ada@example.com', password: 'correct horse' },
    });
    const clientOf = async (carrel: CarrelProcess) => createClient(await carrel.url(), register.accessToken);
    const owner = await clientOf(first);
    await owner.ingest('ponds.md', TEXT);
    const tenantId = (await owner.data(MeDocument, {})).me.tenant.id;
    await expect.poll(() => metric(first, 'carrel_sentences_queue')).toBe(0);
    const found = await search(owner);
    expect(found).toMatchObject({ answerable: true });
    await kill(first);

    const second = start(cwd, env);
    const during = await clientOf(second);
    const begun = await second.line('re-embedding begins');
    expect(begun).toMatchObject({
      organizations: 1,
      from: ['all-MiniLM-L6-v2-int8'],
      to: expect.stringMatching(/^e5-small@\w+\+prefixes$/),
    });
    expect(await search(during)).toEqual(found);
    await expect.poll(() => metric(second, 'carrel_reembedded_chunks_total')).toBeGreaterThan(0);
    expect(await metric(second, 'carrel_reembedding_organizations')).toBe(1);
    const added = await during.ingest('mill.md', 'The old mill was built in 1823.');
    expect(added).toMatchObject({ status: 'SEARCHABLE' });
    await kill(second);

    const shown = await runAdmin(['tenant', 'show', tenantId], { cwd, env: place });
    const [, done, total] = /passages: (\d+) of (\d+)/.exec(shown.stdout) ?? [];
    expect(Number(done)).toBeGreaterThan(0);
    expect(Number(done)).toBeLessThan(Number(total));
    expect(Number(total)).toBe(PASSAGES + 1);

    const third = start(cwd, env);
    const after = await clientOf(third);
    expect(await third.line('organisation re-embedded')).toMatchObject({
      tenantId,
      embedder: begun['to'],
      organizationsLeft: 0,
    });
    expect(await metric(third, 'carrel_reembedded_chunks_total')).toBe(Number(total) - Number(done));
    expect(await metric(third, 'carrel_reembedding_organizations')).toBe(0);
    const again = await search(after);
    expect(again).toMatchObject({ answerable: true });
    expect(again.passages[0]?.text).toContain('otter');
    // By vectors of its own.
    expect(again.passages[0]?.relevance).not.toBe(found.passages[0]?.relevance);
    const { search: mill } = await after.data(SearchDocument, { query: 'When was the mill built?' });
    expect(mill.passages[0]).toMatchObject({ documentId: added.id });
    await kill(third);

    await rm(join(cwd, OTHER), { recursive: true });
    const fourth = start(cwd, place);
    expect(await fourth.exited).toBe(1);
    expect(fourth.stderr()).toMatch(
      /^Documents were embedded by e5-small@\w+\+prefixes, which .* can't be opened: .* Set EMBEDDER back to it \(EMBEDDER=\.\/e5-small\) or bring it back, or use another data folder or database and ingest the documents again\.$/m,
    );
  });
});
