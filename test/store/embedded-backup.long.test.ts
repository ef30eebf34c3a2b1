import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AnswerId,
  type AuditEntryId,
  type ConversationId,
  newId,
  type OwnerId,
  type TenantId,
} from '../../src/ids.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import { checkAudit } from '../../src/store/audit-check.ts';
import { backUp } from '../../src/store/embedded/backup/back-up.ts';
import { listTenants } from '../../src/store/embedded/backup/list-tenants.ts';
import { restoreTenant } from '../../src/store/embedded/backup/restore-tenant.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { Store } from '../../src/store/store.ts';
import { newCredentials } from '../contracts/store-credentials.ts';
import { newAnswer } from '../support/answer-fixtures.ts';
import {
  beginDocument,
  ingestDocument,
  matching,
  nearest,
  newAttempt,
  newChunk,
  newDocument,
  newMember,
  openTestTenant,
  TEST_EMBEDDER,
  type TestTenant,
} from '../support/store-fixtures.ts';

describe('a backup of the embedded store', () => {
  const ada = newMember({ email: 'ada@example.org' });
  const bob = newMember({ email: 'bob@example.org' });
  let root: string;
  let dataDir: string;
  let backup: string;
  let store: Store;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'carrel-backup-test-'));
    [dataDir, backup] = [join(root, 'data'), join(root, 'backup')];
    store = await openEmbeddedStore({ dataDir, embedder: TEST_EMBEDDER });
    await store.directory.register(ada);
    await store.directory.register(bob);
  });
  afterEach(async () => {
    await store.close();
    await rm(root, { recursive: true });
  });

  const tenantOf = ({ tenant }: typeof ada): Promise<TestTenant> => openTestTenant(store, tenant.id);
  const take = (destination = backup, signal = new AbortController().signal) =>
    backUp({ dataDir, signingKeysFile: join(dataDir, 'signing-keys.json'), destination, version: '1.2.3', signal });
  const restore = (tenantId: TenantId = ada.tenant.id, into = dataDir) =>
    restoreTenant({ backup, dataDir: into, tenantId });
  const reopen = async (folder = dataDir) => {
    await store.close();
    store = await openEmbeddedStore({ dataDir: folder, embedder: TEST_EMBEDDER });
  };
  const wordsOf = async (tenant: TestTenant, word: string) =>
    (await tenant.chunks.read(await matching(tenant, [word], { limit: 9, filter: {} }))).map(({ text }) => text);
  /** The bytes of all files of a data folder that are not of one organisation, by name. */
  const filesBut = async ({ tenant }: typeof ada) => {
    const names = (await readdir(join(dataDir, 'tenants'))).filter((name) => !name.startsWith(tenant.id));
    return await Promise.all(names.map(async (name) => [name, await readFile(join(dataDir, 'tenants', name))]));
  };
  const damage = async ({ tenant }: typeof ada) => {
    const file = await open(join(dataDir, 'tenants', `${tenant.id}.db`), 'r+');
    for (let page = 1; page < 30; page++) await file.write(Buffer.alloc(2_000, 0xa5), 0, 2_000, page * 4_096);
    await file.close();
  };

  it('brings one organisation back that was deleted from, and no other', async () => {
    const kept = await ingestDocument(await tenantOf(ada), [newChunk(0, { terms: ['apple'] })]);
    await ingestDocument(await tenantOf(bob), [newChunk(0, { terms: ['banana'] })]);
    await take();
    await (await tenantOf(ada)).documents.delete(kept);
    await ingestDocument(await tenantOf(ada), [newChunk(0, { terms: ['avocado'] })]);
    await ingestDocument(await tenantOf(bob), [newChunk(0, { terms: ['blueberry'] })]);
    await store.close();
    const others = await filesBut(ada);

    expect(await restore()).toEqual({ documents: 1, chunks: 1, unfinished: 0 });

    expect(await filesBut(ada)).toEqual(others);
    expect(await readdir(dataDir)).not.toContainEqual(expect.stringMatching(/^restoring-/));
    await reopen();
    const tenant = await tenantOf(ada);
    expect(await wordsOf(tenant, 'apple')).toEqual(['apple']);
    expect(await wordsOf(tenant, 'avocado')).toEqual([]);
    expect(await nearest(tenant, Float32Array.of(1, 0, 0, 0), { limit: 9, filter: {} })).toMatchObject([
      { documentId: kept },
    ]);
    expect(await tenant.documents.text(kept, { start: 0 })).toBe('apple');
    expect(await tenant.documents.original(kept)).toHaveLength(32);
    expect(await wordsOf(await tenantOf(bob), 'blueberry')).toEqual(['blueberry']);
  });

  it('leaves nothing of a restore that was killed before it', async () => {
    await ingestDocument(await tenantOf(ada), [newChunk(0, { terms: ['apple'] })]);
    await take();
    await store.close();
    await mkdir(join(dataDir, 'restoring-x1y2z3'));
    await copyFile(join(dataDir, 'directory.db'), join(dataDir, 'restoring-x1y2z3', 'directory.db'));
    await restore();
    expect(await readdir(dataDir)).not.toContainEqual(expect.stringMatching(/^restoring-/));
    await reopen();
  });

  it('brings one organisation back whose file is damaged', async () => {
    for (const word of ['apple', 'avocado'])
      await ingestDocument(await tenantOf(ada), [newChunk(0, { terms: [word] })]);
    await take();
    await store.close();
    await damage(ada);
    await restore();
    await reopen();
    expect(await wordsOf(await tenantOf(ada), 'avocado')).toEqual(['avocado']);
  });

  it('ignores what a killed server left beside the file that it replaces', async () => {
    await ingestDocument(await tenantOf(ada), [newChunk(0, { terms: ['apple'] })]);
    await take();
    await ingestDocument(await tenantOf(ada), [newChunk(0, { terms: ['avocado'] })]);
    const log = join(dataDir, 'tenants', `${ada.tenant.id}.db-wal`);
    const unwritten = await readFile(log);
    expect(unwritten.length).toBeGreaterThan(0);
    await store.close();
    await writeFile(log, unwritten);
    await restore();
    await reopen();
    expect(await wordsOf(await tenantOf(ada), 'apple')).toEqual(['apple']);
    expect(await wordsOf(await tenantOf(ada), 'avocado')).toEqual([]);
  });

  it('queues again what was unfinished in it, once', async () => {
    const { documentId: begun } = await beginDocument(await tenantOf(ada));
    const { document: waiting, original } = newDocument({ createdAt: new Date('2026-03-02') });
    await (await tenantOf(ada)).documents.create(waiting, original);
    await store.queue.add({ tenantId: ada.tenant.id, documentId: waiting.id });
    await ingestDocument(await tenantOf(ada), [newChunk(0)]);
    await take();
    for (const id of [begun, waiting.id]) {
      await (await tenantOf(ada)).documents.delete(id);
      await store.queue.remove({ tenantId: ada.tenant.id, documentId: id });
    }
    const later = (await beginDocument(await tenantOf(bob))).documentId;
    await store.queue.add({ tenantId: bob.tenant.id, documentId: later });
    await store.close();

    expect(await restore()).toEqual({ documents: 3, chunks: 1, unfinished: 2 });

    await reopen();
    const leased = [];
    for (;;) {
      const item = await store.queue.lease({ after: null, leaseMs: 60_000 });
      if (!item) break;
      const tenant = await openTestTenant(store, item.tenantId);
      expect(await tenant.ingestion.begin(newAttempt(item.documentId))).toMatchObject({
        id: item.documentId,
        status: 'PROCESSING',
      });
      leased.push(item.documentId);
    }
    expect(leased.toSorted()).toEqual([begun, waiting.id, later].toSorted());
  });

  it('brings members back, but leaves the passwords of users alone', async () => {
    await ingestDocument(await tenantOf(ada), [newChunk(0)]);
    await take();
    await store.directory.updateUser(ada.user.id, { passwordHash: 'changed since' });
    await store.close();
    await restore();
    await reopen();
    const member = await store.directory.findMember({ userId: ada.user.id, tenantId: ada.tenant.id });
    expect(member).toEqual({ ...ada, user: { ...ada.user, passwordHash: 'changed since' } });
  });

  it('brings the log, the texts that are kept, invitations and API tokens back, but none that was revoked since', async () => {
    const { directory } = store;
    const all = newCredentials(ada.tenant.id);
    await directory.adoptCredentials(all);
    const text = { answerId: newId<AnswerId>(), question: 'Who?', answer: 'Ada.', at: new Date('2026-03-01') };
    const entry = {
      id: newId<AuditEntryId>(),
      at: text.at,
      actor: { userId: ada.user.id, email: ada.user.email, apiToken: null },
      rights: null,
      action: 'answer.ask',
      outcome: 'OK',
      target: null,
      documents: [],
      detail: {},
    };
    const { audit } = await tenantOf(ada);
    await audit.append([entry], [{ ...text, ofStoredAnswer: false }]);
    const head = await audit.head();
    await take();
    await audit.append([{ ...entry, id: newId<AuditEntryId>() }], []);
    await audit.sweepTexts(new Date());
    const good = all.apiTokens.find(({ isRevoked }) => !isRevoked);
    const [{ invitation } = {}] = all.invitations;
    if (!good || !invitation) throw new TypeError('There are both.');
    await directory.apiTokens.revoke(ada.tenant.id, good.token.id);
    await directory.invitations.revoke(ada.tenant.id, invitation.id);
    await directory.adoptCredentials({ ...newCredentials(ada.tenant.id), sessions: [] });
    await directory.adoptCredentials(newCredentials(bob.tenant.id));
    const bobs = await directory.credentials(bob.tenant.id);
    await store.close();
    await restore();
    await reopen();
    const restored = await store.directory.credentials(ada.tenant.id);
    expect(restored.invitations).toEqual(all.invitations);
    expect(restored.apiTokens.filter(({ isRevoked }) => !isRevoked)).toEqual([]);
    expect(restored.apiTokens).toEqual(
      expect.arrayContaining(all.apiTokens.map((each) => ({ ...each, isRevoked: true }))),
    );
    expect(await store.directory.credentials(bob.tenant.id)).toEqual(bobs);
    const log = (await tenantOf(ada)).audit;
    expect(await log.head()).toEqual(head);
    expect(await log.texts([text.answerId])).toEqual([text]);
    expect(await checkAudit(log, { isNotedAtOnce: true })).toMatchObject({ entries: 1 });

    const elsewhere = join(root, 'elsewhere');
    await restore(ada.tenant.id, elsewhere);
    await reopen(elsewhere);
    expect((await store.directory.credentials(ada.tenant.id)).apiTokens).toEqual(all.apiTokens);
  });

  it('brings conversations and answers back', async () => {
    const owner = newId<OwnerId>();
    const { conversations, answers } = (await tenantOf(ada)).as(EVERYTHING, owner);
    const id = newId<ConversationId>();
    await conversations.create({ id, title: 'Of pumps', createdAt: new Date() });
    const answer = newAnswer(ada.tenant.id, { conversationId: id, rating: { helpful: true, comment: null } });
    await answers.keep(answer, { title: '' });
    const conversation = await conversations.find(id);
    await take();
    await conversations.delete(id);
    await store.close();
    await restore();
    await reopen();
    const restored = (await tenantOf(ada)).as(EVERYTHING, owner);
    expect(await restored.conversations.find(id)).toEqual(conversation);
    expect((await restored.answers.last(id, { limit: 2, before: null })).items).toEqual([answer]);
  });

  it('restores into a new folder, with the members as they were', async () => {
    await ingestDocument(await tenantOf(bob), [newChunk(0, { terms: ['banana'] })]);
    await take();
    const elsewhere = join(root, 'elsewhere');
    await restore(bob.tenant.id, elsewhere);
    await reopen(elsewhere);
    expect(await store.directory.findMember({ userId: bob.user.id, tenantId: bob.tenant.id })).toEqual(bob);
    expect(await store.directory.findUserByEmail(ada.user.email)).toBeNull();
    expect(await wordsOf(await tenantOf(bob), 'banana')).toEqual(['banana']);
  });

  it('is a data folder itself, with the keys and with what was unfinished', async () => {
    await writeFile(join(dataDir, 'signing-keys.json'), 'keys');
    await ingestDocument(await tenantOf(ada), [newChunk(0, { terms: ['apple'] })]);
    const { documentId } = await beginDocument(await tenantOf(bob));
    const manifest = await take();
    expect(Object.keys(manifest.files).toSorted()).toEqual(
      ['directory.db', 'signing-keys.json', `tenants/${ada.tenant.id}.db`, `tenants/${bob.tenant.id}.db`].toSorted(),
    );
    expect(manifest).toMatchObject({ format: 1, carrel: '1.2.3' });
    expect(manifest.tenants).toEqual({
      [ada.tenant.id]: { documents: 1, chunks: 1 },
      [bob.tenant.id]: { documents: 1, chunks: 0 },
    });
    expect(await readFile(join(backup, 'signing-keys.json'), 'utf8')).toBe('keys');
    await reopen(backup);
    expect(await wordsOf(await tenantOf(ada), 'apple')).toEqual(['apple']);
    expect(await store.queue.lease({ after: null, leaseMs: 1_000 })).toMatchObject({ documentId });
  });

  it('lists organisations of a data folder in use and of a backup alike', async () => {
    await ingestDocument(await tenantOf(ada), [newChunk(0)]);
    await take();
    const expected = [
      { id: ada.tenant.id, name: ada.tenant.name, documents: 1 },
      { id: bob.tenant.id, name: bob.tenant.name, documents: 0 },
    ].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(await listTenants(dataDir)).toEqual(expected);
    expect(await listTenants(backup)).toEqual(expected);
    expect(await readdir(backup)).toEqual(['directory.db', 'manifest.json', 'tenants']);
    await expect(listTenants(root)).rejects.toThrow(/no data of Carrel/);
  });

  it('leaves nothing of itself behind when an organisation is damaged, and names it', async () => {
    await ingestDocument(await tenantOf(ada), [newChunk(0)]);
    await store.close();
    await damage(ada);
    await expect(take()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(new RegExp(`${ada.tenant.id} can't be backed up.* damaged`)),
    });
    expect(existsSync(backup)).toBe(false);
    await mkdir(backup);
    await expect(take()).rejects.toThrow(/damaged/);
    expect(await readdir(backup)).toEqual([]);
  });

  it('leaves out a file that is only being made', async () => {
    await writeFile(join(dataDir, 'tenants', `${ada.tenant.id}.db`), '');
    const { tenants, files } = await take();
    expect(tenants[ada.tenant.id]).toEqual({ documents: 0, chunks: 0 });
    expect(Object.keys(files)).toEqual(['directory.db']);
    expect((await listTenants(dataDir)).map(({ documents }) => documents)).toEqual([0, 0]);
    await store.close();
    expect(await restore()).toEqual({ documents: 0, chunks: 0, unfinished: 0 });
    expect(await readdir(join(dataDir, 'tenants'))).toEqual([]);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(take(backup, stop.signal)).rejects.toThrow(/aborted/);
    expect(existsSync(backup)).toBe(false);
  });

  it('never writes over anything', async () => {
    await mkdir(backup);
    await writeFile(join(backup, 'mine.txt'), 'mine');
    await expect(take()).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await readdir(backup)).toEqual(['mine.txt']);
    await expect(take(join(backup, 'mine.txt'))).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('is restored where another embedder is in use by now, to be embedded anew', async () => {
    await ingestDocument(await tenantOf(ada), [newChunk(0, { terms: ['apple'] })]);
    await take();
    await store.close();
    const elsewhere = join(root, 'elsewhere');
    const embedder = { id: 'other', dimensions: 6 };
    store = await openEmbeddedStore({ dataDir: elsewhere, embedder });
    await store.close();
    await restore(ada.tenant.id, elsewhere);
    store = await openEmbeddedStore({ dataDir: elsewhere, embedder });
    expect(await store.outdated()).toMatchObject([{ tenantId: ada.tenant.id, embedder: TEST_EMBEDDER }]);
    expect(await wordsOf(await tenantOf(ada), 'apple')).toEqual(['apple']);
  });

  describe('is not restored', () => {
    beforeEach(async () => {
      await ingestDocument(await tenantOf(ada), [newChunk(0, { terms: ['apple'] })]);
      await take();
    });

    it('into the folder of a running server', async () => {
      await expect(restore()).rejects.toThrow(/in use by another Carrel process/);
      expect(await wordsOf(await tenantOf(ada), 'apple')).toEqual(['apple']);
    });

    it('for an organisation that it does not hold', async () => {
      await store.close();
      await expect(restore(newId())).rejects.toThrow(/holds no such organisation/);
    });

    it('without its manifest', async () => {
      await store.close();
      await rm(join(backup, 'manifest.json'));
      await expect(restore()).rejects.toThrow(/holds no complete backup/);
    });

    it.each(['directory.db', 'the file'])('when %s was changed since', async (which) => {
      await store.close();
      const name = which === 'directory.db' ? which : join('tenants', `${ada.tenant.id}.db`);
      const file = await open(join(backup, name), 'r+');
      await file.write(Buffer.from([0xa5]), 0, 1, 5_000);
      await file.close();
      await expect(restore()).rejects.toThrow(/its SHA-256 differs/);
    });

    it('where somebody else has the e-mail address of a member', async () => {
      const elsewhere = join(root, 'elsewhere');
      await reopen(elsewhere);
      await store.directory.register(newMember({ email: ada.user.email }));
      await store.close();
      await expect(restore(ada.tenant.id, elsewhere)).rejects.toMatchObject({ code: 'CONFLICT' });
      expect((await listTenants(elsewhere)).map(({ id }) => id)).not.toContain(ada.tenant.id);
    });
  });

  it('of a server that writes all the while is whole and can be used', async () => {
    const tenant = await tenantOf(ada);
    let stop = false;
    const writing = (async () => {
      while (!stop) await ingestDocument(tenant, [newChunk(0, { terms: ['apple'] })]);
    })();
    try {
      for (const n of [0, 1, 2]) await take(join(root, `backup-${n}`));
    } finally {
      stop = true;
      await writing;
    }
    await store.close();
    await cp(join(root, 'backup-2'), backup, { recursive: true });
    const { documents, chunks, unfinished } = await restore();
    await reopen();
    const usage = await (await tenantOf(ada)).usage();
    expect(usage).toMatchObject({ documents: chunks, chunks });
    expect(documents - unfinished).toBe(chunks);
  });
});
