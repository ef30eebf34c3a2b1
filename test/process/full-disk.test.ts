import { execFileSync, spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IngestTextDocument, RegisterDocument } from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../support/client.ts';
import { type CarrelProcess, newFolder, startCarrel } from '../support/process.ts';

const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0;

/** A limit of the size of files is what a full disk is to a process: writes take a part, then fail. */
describe.skipIf(!hasPrlimit)('a process whose disk takes no more', () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  let carrel: CarrelProcess;
  let url: string;
  let ada: Client;
  const member = () => ({
    input: { email: `${crypto.randomUUID()}@example.com`, password: 'correct horse', organization: 'Example' },
  });
  beforeEach(async () => {
    folder = await newFolder();
    carrel = startCarrel(folder.path);
    url = await carrel.url();
    ada = createClient(url, (await createClient(url).data(RegisterDocument, member())).register.accessToken);
  });
  afterEach(async () => {
    carrel.child.kill('SIGKILL');
    await carrel.exited;
    await folder.remove();
  });

  const limitFiles = (bytes: number | 'unlimited') =>
    execFileSync('prlimit', ['--pid', String(carrel.child.pid), `--fsize=${bytes}:`]);
  const ready = async () => (await fetch(`${url}/readyz`)).status;

  it('is not ready, says so to those who write, and goes on once there is room', async () => {
    expect(await ready()).toBe(200);
    limitFiles(1_000);
    expect(await ready()).toBe(503);
    const errors = await Promise.all([
      createClient(url).error(RegisterDocument, member()),
      ada.error(IngestTextDocument, { input: { name: 'a.txt', text: 'A text.' } }),
      ada.upload(new Blob(['A file. '.repeat(1_000)]), 'b.txt').then(({ body }) => body.errors?.[0]),
    ]);
    for (const error of errors) expect(error?.extensions.code).toBe('STORE_UNAVAILABLE');

    limitFiles('unlimited');
    expect(await ready()).toBe(200);
    expect(await ada.ingest('a.txt', 'A text.')).toMatchObject({ status: 'SEARCHABLE' });
    expect(await carrel.stop()).toBe(0);
  });
});
