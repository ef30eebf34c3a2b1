import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TenantId } from '../../src/ids.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { Store } from '../../src/store/store.ts';
import { compiledFile } from '../support/compiled.ts';
import type { CrashReport } from '../support/store-crash-child.ts';
import {
  crashContent,
  matching,
  nearest,
  newAttempt,
  newChunk,
  newMember,
  openTestTenant,
  TEST_EMBEDDER,
} from '../support/store-fixtures.ts';

/** The child is killed when it reports for the n-th time, while it goes on with the step after. */
const MOMENTS = [2, 3, 4, 5, 6, 7, 8, 9, 13, 20];

let dataDir: string;
let tenantId: TenantId;
const children: ChildProcess[] = [];

const open = () => openEmbeddedStore({ dataDir, embedder: TEST_EMBEDDER });
const startChild = () => {
  const child = fork(compiledFile('test/support/store-crash-child.ts'), [dataDir, tenantId]);
  children.push(child);
  return child;
};
const kill = async (child: ChildProcess) => {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

/** Runs a child until its n-th report; the ids of the documents that it was told are stored. */
async function runUntil(count: number): Promise<string[]> {
  const child = startChild();
  const acknowledged: string[] = [];
  await new Promise<void>((resolve, reject) => {
    let reports = 0;
    child.once('exit', (code) => reject(new Error(`The child ended by itself (exit code ${code}).`)));
    child.on('message', ({ documentId }: CrashReport) => {
      if (documentId) acknowledged.push(documentId);
      if (++reports === count) resolve();
    });
  });
  await kill(child);
  return acknowledged;
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'carrel-crash-'));
  const store = await open();
  const member = newMember();
  tenantId = member.tenant.id;
  await store.directory.register(member);
  await store.close();
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  await rm(dataDir, { recursive: true, force: true });
});

describe('an embedded store whose process is killed', () => {
  it('has every acknowledged document, none half searchable, and hands out again what was unfinished', async () => {
    const acknowledged: string[] = [];
    // Each child goes on in the folder that the one before it left.
    for (const moment of MOMENTS) acknowledged.push(...(await runUntil(moment)));
    const store = await open();
    try {
      await expectWhole(store, acknowledged);
    } finally {
      await store.close();
    }
    expect(acknowledged.length).toBeGreaterThan(MOMENTS.length / 2);
  });

  it('frees its folder, which a second process is refused while the first one lives', async () => {
    const child = startChild();
    await once(child, 'message');
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(dataDir),
    });

    await kill(child);
    const store = await open();
    await store.ping();
    await store.close();
  });
});

async function expectWhole(store: Store, acknowledged: readonly string[]): Promise<void> {
  const tenant = await openTestTenant(store, tenantId);
  const { items } = await tenant.documents.list({ filter: {}, limit: 1_000, after: null });
  expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining([...acknowledged]));

  for (const { id, status, chunkCount } of items) {
    const search = { limit: 50, filter: { documentIds: [id] } };
    const lists = await Promise.all([
      nearest(tenant, newChunk(0).vector, search),
      matching(tenant, ['word'], search),
      tenant.chunks.first(search),
    ]);
    const expected = status === 'SEARCHABLE' ? [0, 1, 2, 3, 4, 5] : [];
    for (const hits of lists) expect(hits.map(({ index }) => index).sort()).toEqual(expected);
    expect(chunkCount).toBe(expected.length);
    expect((await tenant.documents.text(id, { start: 0 })) === null).toBe(status !== 'SEARCHABLE');
    expect(Buffer.from((await tenant.documents.original(id)) ?? '').toString()).toBe(crashContent(id));
  }

  const unfinished = new Set<string>(items.filter(({ status }) => status !== 'SEARCHABLE').map(({ id }) => id));
  for (let item = await lease(store); item; item = await lease(store)) {
    if (unfinished.delete(item.documentId)) {
      const attempt = newAttempt(item.documentId);
      expect(await tenant.ingestion.begin(attempt)).toMatchObject({ id: item.documentId });
      await tenant.ingestion.write(
        attempt,
        [0, 1, 2, 3, 4, 5].map((index) => newChunk(index)),
      );
      expect(
        await tenant.ingestion.finish(attempt, { text: 'word', chunkCount: 6, pageCount: null, pageStarts: [] }),
      ).toBe(true);
    }
    await store.queue.remove(item);
  }
  expect(unfinished).toEqual(new Set());
}

function lease(store: Store) {
  return store.queue.lease({ after: null, leaseMs: 60_000 });
}
