import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AnswerId,
  type ConversationId,
  type DocumentId,
  type Generation,
  newId,
  type OwnerId,
  type UserId,
} from '../../src/ids.ts';
import { migrate } from '../../src/ops/admin/migrate.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import { checkAudit } from '../../src/store/audit-check.ts';
import { openMongoStore } from '../../src/store/mongo/mongo-store.ts';
import { packSentences } from '../../src/store/sentences.ts';
import type { Store } from '../../src/store/store.ts';
import type { ScopedTenant } from '../../src/store/tenant-store.ts';
import { newCredentials } from '../contracts/store-credentials.ts';
import { newAnswer, newPassage } from '../support/answer-fixtures.ts';
import type { SeenCommand } from '../support/mongo-server/faults.ts';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { openTestMongoStore, type TestMongoStore } from '../support/mongo-store.ts';
import { runAdmin } from '../support/process.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import {
  beginDocument,
  ingestDocument,
  matching,
  nearest,
  newAttempt,
  newAuditEntry,
  newChunk,
  newDocument,
  newMember,
  openTestTenant,
  TEST_EMBEDDER,
  type TestTenant,
} from '../support/store-fixtures.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
describe('a migration from the embedded store to MongoDB', () => {
  const ada = newMember({ email: 'ada@example.org' });
  const bob = newMember({ email: 'bob@example.org' });
  let embedded: Awaited<ReturnType<typeof openTemporaryStore>>;
  let server: MongoServer;
  let mongo: TestMongoStore;
  beforeAll(async () => {
    server = await startMongoServer();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    [embedded, mongo] = [await openTemporaryStore(), await openTestMongoStore(server.uri)];
    for (const member of [ada, bob]) await embedded.store.directory.register(member);
  });
  afterEach(async () => {
    await embedded.close();
    await mongo.close();
  });

  const adaIn = (store: Store): Promise<TestTenant> => openTestTenant(store, ada.tenant.id);
  const run = async (to: Store = mongo.store, signal?: AbortSignal) => {
    const reports: [string, number, number][] = [];
    for await (const { tenant, copied, present } of migrate({ from: embedded.store, to, signal })) {
      reports.push([tenant.id, copied, present]);
    }
    return reports;
  };
  const inOrder = (...reports: [string, number, number][]) => reports.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const ingestMany = async (tenant: TestTenant, count: number) => {
    const ids: DocumentId[] = [];
    for (let n = 0; n < count; n++) ids.push(await ingestDocument(tenant, [newChunk(0, { terms: [`word${n}`] })]));
    return ids;
  };

  it('takes people and searchable documents over as they are', async () => {
    const chunks = Array.from({ length: 250 }, (_, n) => newChunk(n, { terms: ['pump', `part${n}`], angle: n / 100 }));
    const id = await ingestDocument(await adaIn(embedded.store), chunks, {
      name: 'Ægir \u0000 \ud800.txt',
      tags: ['a', 'b'],
      containsPii: true,
      createdBy: newId<UserId>(),
      text: `Text with \u0000 and \ud800. ${'x'.repeat(70_000)}`,
    });
    await ingestDocument(await openTestTenant(embedded.store, bob.tenant.id), [newChunk(0, { terms: ['valve'] })]);

    expect(await run()).toEqual(inOrder([ada.tenant.id, 1, 0], [bob.tenant.id, 1, 0]));

    const [from, to] = [await adaIn(embedded.store), await adaIn(mongo.store)];
    const { directory } = mongo.store;
    expect(await directory.findMember({ userId: ada.user.id, tenantId: ada.tenant.id })).toEqual(ada);
    expect(await directory.findUserByEmail(bob.user.email)).toEqual(bob.user);
    const [before] = await from.documents.findMany([id]);
    const [after] = await to.documents.findMany([id]);
    expect(after).toEqual({ ...before, generation: after?.generation, updatedAt: after?.updatedAt });
    expect(await to.documents.original(id)).toEqual(await from.documents.original(id));
    expect(await to.documents.text(id, { start: 0 })).toBe(await from.documents.text(id, { start: 0 }));
    const search = { limit: 3, filter: { tags: ['b'] } };
    const hits = await nearest(to, Float32Array.of(1, 0, 0, 0), search);
    expect(hits.map(({ index }) => index)).toEqual([0, 1, 2]);
    const written = { documentId: id, generation: after?.generation as Generation };
    expect(await to.ingestion.read(written, { from: 0, limit: 300 })).toEqual(chunks);
    expect(await matching(to, ['valve'], { limit: 9, filter: {} })).toEqual([]);
    expect(await to.usage()).toEqual(await from.usage());
  });

  it('takes the log over with the texts that are kept, and all that lets somebody in', async () => {
    const from = await adaIn(embedded.store);
    const all = newCredentials(ada.tenant.id);
    await embedded.store.directory.adoptCredentials(all);
    const text = {
      answerId: newId<AnswerId>(),
      question: 'Who \u0000?',
      answer: '\ud800.',
      at: new Date('2026-03-01'),
    };
    const textHashes = { questionSha256: sha256(text.question), answerSha256: sha256(text.answer) };
    const entries = Array.from({ length: 450 }, (_, n) => newAuditEntry({ detail: { n } }));
    await from.audit.append(entries, []);
    await from.audit.append(
      [newAuditEntry({ detail: { textId: text.answerId, ...textHashes } })],
      [{ ...text, ofStoredAnswer: false }],
    );
    await run();
    const to = await adaIn(mongo.store);
    const page = { from: 1, limit: 1_000 };
    expect(await to.audit.read(page)).toEqual(await from.audit.read(page));
    expect(await to.audit.head()).toEqual(await from.audit.head());
    expect(await to.audit.texts([text.answerId])).toEqual([text]);
    expect(await checkAudit(to.audit, { isNotedAtOnce: true })).toMatchObject({ entries: 451, faults: [] });
    expect(await mongo.store.directory.credentials(ada.tenant.id)).toEqual(all);

    // What has been added since comes behind it; then nothing more.
    await from.audit.append([newAuditEntry()], []);
    await run();
    await run();
    expect(await to.audit.read(page)).toEqual(await from.audit.read(page));
    await to.audit.append([newAuditEntry()], []);
    await from.audit.append([newAuditEntry()], []);
    await expect(run()).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('entry 453 is') });
  });

  it('takes conversations and answers over, as they are shown and with whom they belong to', async () => {
    const from = await adaIn(embedded.store);
    const [id = newId<DocumentId>()] = await ingestMany(from, 1);
    const generationIn = async ({ ingestion }: TestTenant) => (await ingestion.find(id))?.generation as Generation;
    const owner = newId<OwnerId>();
    const mineIn = (tenant: TestTenant) => tenant.as(EVERYTHING, owner);
    const { conversations, answers } = mineIn(from);
    const at = (second: number) => new Date(Date.UTC(2026, 3, 1, 12, 0, second));
    const newConversation = async (title: string | null, second: number) =>
      (await conversations.create({ id: newId<ConversationId>(), title, createdAt: at(second) })).id;
    const [named, asked, empty] = [
      await newConversation('Ægir \u0000\ud800', 1),
      await newConversation(null, 2),
      await newConversation(null, 3),
    ];
    const passages = [
      newPassage(from.tenantId, { documentId: id, generation: await generationIn(from) }),
      newPassage(from.tenantId, { current: false }),
    ];
    const kept = [named, asked, asked, null].map((conversationId, n) =>
      newAnswer(from.tenantId, { conversationId, createdAt: at(10 + n), passages, question: `${n} \u0000?` }),
    );
    for (const answer of kept) await answers.keep(answer, { title: answer.question });
    await conversations.rename(asked, 'Renamed', at(30));
    const [first, second] = kept;
    if (!first || !second) throw new TypeError('There are four.');
    await answers.rate(first.id, { helpful: false, comment: 'No \ud800.' });
    const list = ({ conversations: of }: ScopedTenant) => of.list({ contains: null, limit: 9, after: null });
    const findMany = async ({ answers: of }: ScopedTenant, generation: Generation) => {
      const found = await of.findMany(kept.map((answer) => answer.id));
      return found
        .map((answer) => ({
          ...answer,
          passages: answer.passages.map((passage) => ({
            ...passage,
            generation: passage.generation === generation ? null : passage.generation,
          })),
        }))
        .sort((one, other) => (one.id < other.id ? -1 : 1));
    };
    const expectSame = async () => {
      const to = await adaIn(mongo.store);
      expect(await list(mineIn(to))).toEqual(await list(mineIn(from)));
      const [here, there] = [await generationIn(from), await generationIn(to)];
      expect(await findMany(mineIn(to), there)).toEqual(await findMany(mineIn(from), here));
      expect(await list(to.as(EVERYTHING, newId()))).toMatchObject({ totalCount: 0 });
    };

    await run();
    expect((await list(mineIn(from))).items.map((conversation) => conversation.id)).toEqual([asked, named, empty]);
    await expectSame();
    await run();
    await expectSame();
    // What was done since comes behind it.
    await answers.rate(second.id, { helpful: true, comment: null });
    await conversations.rename(named, 'Other', at(40));
    await answers.keep(newAnswer(from.tenantId, { conversationId: empty, createdAt: at(50) }), { title: 'Asked' });
    await run();
    await expectSame();
  });

  it('goes on with the log where it was cut off', async () => {
    const from = await adaIn(embedded.store);
    const text = { answerId: newId<AnswerId>(), question: 'Who?', answer: 'Ada.', at: new Date('2026-03-01') };
    const entry = newAuditEntry({ detail: { textId: text.answerId } });
    await from.audit.append([newAuditEntry(), entry], [{ ...text, ofStoredAnswer: false }]);
    for (const written of ['answerTexts', 'audit', 'meta']) {
      const killed = await openTestMongoStore(server.uri, { onUnexpected: () => {} });
      const isWrite = ({ name, command }: SeenCommand) =>
        /^(insert|update)$/.test(name) &&
        command[name] === written &&
        !/"(tenant|vectors)"/.test(JSON.stringify(command));
      server.control.cutNext(isWrite, 'after', { times: 2 });
      await expect(run(killed.store), written).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      server.control.forgetFaults();
      await run(killed.store);
      const { audit } = await adaIn(killed.store);
      const page = { from: 1, limit: 9 };
      expect(await audit.read(page), written).toEqual(await from.audit.read(page));
      expect(await audit.texts([text.answerId]), written).toEqual([text]);
      await killed.close();
    }
  });

  it('queues what waits, and keeps why others failed, even with the bytes of a later one', async () => {
    const tenant = await adaIn(embedded.store);
    const failed = await beginDocument(tenant, { content: 'same bytes', createdAt: new Date('2026-03-01') });
    await tenant.ingestion.fail(failed, 'No text was found in this document.');
    const later = await ingestDocument(tenant, [newChunk(0)], {
      content: 'same bytes',
      createdAt: new Date('2026-03-02'),
    });
    const { document: waiting, original } = newDocument();
    await tenant.documents.create(waiting, original);
    const begun = await beginDocument(tenant);

    await run();

    const { documents } = await adaIn(mongo.store);
    const statuses = await documents.findMany([failed.documentId, later, waiting.id, begun.documentId]);
    expect(Object.fromEntries(statuses.map(({ id, status, error }) => [id, [status, error]]))).toEqual({
      [failed.documentId]: ['FAILED', 'No text was found in this document.'],
      [later]: ['SEARCHABLE', null],
      [waiting.id]: ['PENDING', null],
      [begun.documentId]: ['PENDING', null],
    });
    const leases = [1, 2, 3].map(() => mongo.store.queue.lease({ after: null, leaseMs: 60_000 }));
    const leased = (await Promise.all(leases)).map((item) => item?.documentId ?? '');
    expect(leased.toSorted()).toEqual([waiting.id, begun.documentId, ''].toSorted());
  });

  it('finds everything there when it is repeated', async () => {
    const tenant = await adaIn(embedded.store);
    await ingestMany(tenant, 2);
    await tenant.ingestion.fail(await beginDocument(tenant), 'No text.');
    await beginDocument(tenant);
    await run();
    const waiting = await mongo.store.queue.size();
    expect(await run()).toEqual(inOrder([ada.tenant.id, 0, 4], [bob.tenant.id, 0, 0]));
    expect(await mongo.store.queue.size()).toBe(waiting);
  });

  it.each(['create', 'begin', 'write', 'finish'] as const)(
    'goes on where it was interrupted, after %s',
    async (last) => {
      const ids = await ingestMany(await adaIn(embedded.store), 3);
      let left = 2;
      const dying = dyingStore(mongo.store, last, () => --left === 0);
      await expect(run(dying)).rejects.toThrow('the process ends');

      expect(await run()).toEqual(
        inOrder([ada.tenant.id, last === 'finish' ? 1 : 2, last === 'finish' ? 2 : 1], [bob.tenant.id, 0, 0]),
      );
      const to = await adaIn(mongo.store);
      expect((await to.documents.findMany(ids)).map(({ status }) => status)).toEqual(Array(3).fill('SEARCHABLE'));
      expect(await to.usage()).toMatchObject({ documents: 3, chunks: 3 });
    },
  );

  it('can be repeated whichever write it was killed at', async () => {
    const from = await adaIn(embedded.store);
    const [searchable = newId<DocumentId>()] = await ingestMany(from, 1);
    const failed = await beginDocument(from);
    await from.ingestion.fail(failed, 'No text.');
    const { document: waiting, original } = newDocument();
    await from.documents.create(waiting, original);
    const expected: [DocumentId, string][] = [
      [searchable, 'SEARCHABLE'],
      [failed.documentId, 'FAILED'],
      [waiting.id, 'PENDING'],
    ];

    const writeOf = ({ name, command }: SeenCommand) =>
      /^(insert|update|findAndModify)$/.test(name) ? `${name} ${command[name]}` : '';
    server.control.forgetCommands();
    await run();
    const writes = new Set(
      server.control.commands.map(writeOf).filter((write) => / (documents|originals|texts|chunks)/.test(write)),
    );
    expect(writes.size).toBeGreaterThan(4);
    for (const write of writes) {
      const killed = await openTestMongoStore(server.uri, { onUnexpected: () => {} });
      // The driver tries twice by itself.
      server.control.cutNext((seen) => writeOf(seen) === write, 'after', { times: 2 });
      await run(killed.store).catch((error) => expect(error, write).toMatchObject({ code: 'STORE_UNAVAILABLE' }));
      server.control.forgetFaults();
      await run(killed.store);
      const to = await adaIn(killed.store);
      const found = await to.documents.findMany(expected.map(([id]) => id));
      expect(new Map(found.map(({ id, status }) => [id, status])), write).toEqual(new Map(expected));
      expect(await to.documents.original(searchable)).toEqual(await from.documents.original(searchable));
      expect(await killed.store.queue.size()).toBe(1);
      await killed.close();
    }
  });

  it('stops when it is told to', async () => {
    await ingestMany(await adaIn(embedded.store), 1);
    await expect(run(mongo.store, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('refuses a copy that is not the same', async () => {
    const [id = newId<DocumentId>()] = await ingestMany(await adaIn(embedded.store), 1);
    await mongo.store.directory.adopt(ada.tenant, [ada]);
    const to = await adaIn(mongo.store);
    const { document, original } = newDocument({ id, content: id });
    await to.documents.create(document, original);
    const attempt = newAttempt(id);
    await to.ingestion.begin(attempt);
    await to.ingestion.write(attempt, [newChunk(0, { terms: ['word0'], angle: 0.001 })]);
    await to.ingestion.finish(attempt, { text: 'word0', chunkCount: 1, pageCount: null, pageStarts: [] });
    await expect(run()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(`The document ${id} of the organisation ${ada.tenant.id} is not the same`),
    });
  });

  it('refuses a database where somebody brought in the same bytes', async () => {
    await ingestDocument(await adaIn(embedded.store), [newChunk(0)], { content: 'same' });
    await mongo.store.directory.adopt(ada.tenant, [ada]);
    await ingestDocument(await adaIn(mongo.store), [newChunk(0)], { content: 'same' });
    await expect(run()).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('the same bytes') });
  });

  it('refuses a database where the organisation has vectors of another embedder by now', async () => {
    await ingestDocument(await adaIn(embedded.store), [newChunk(0)]);
    await run();
    // Of as many dimensions, so that nothing else tells them apart.
    const other = { ...TEST_EMBEDDER, id: 'other' };
    const anew = await adaIn(await mongo.reopen(other));
    for (;;) {
      const chunks = await anew.reembedding.next({ limit: 9 });
      if (chunks.length === 0) break;
      const { vector } = newChunk(0);
      await anew.reembedding.write(chunks.map((chunk) => ({ ...chunk, vector, sentences: packSentences([]) })));
    }
    expect(await anew.reembedding.switch()).toBe(true);
    await mongo.reopen(TEST_EMBEDDER);
    await expect(run()).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('vectors of test-embedder here and of other there'),
    });
  });

  it('is a command, which copies the signing keys too, and refuses a folder in use', async () => {
    await ingestMany(await adaIn(embedded.store), 1);
    await writeFile(join(embedded.dataDir, 'signing-keys.json'), '{"keys":[]}');
    const env = { MONGODB_URI: server.uri, MONGODB_URI_FILE: '', SIGNING_KEYS_FILE: '' };
    const admin = () => runAdmin(['migrate', embedded.dataDir], { cwd: tmpdir(), env });
    expect(await admin()).toMatchObject({ code: 1, stderr: expect.stringContaining('in use by another') });
    await embedded.reopen({ id: 'other', dimensions: 6 });
    await embedded.store.close();
    expect(await admin()).toMatchObject({ code: 1, stderr: expect.stringContaining('1 organisation in') });
    await embedded.reopen(TEST_EMBEDDER);
    await embedded.store.close();
    const { stdout } = await admin();
    expect(stdout).toContain(
      `${ada.tenant.id}  ${JSON.stringify(ada.tenant.name)}  1 document copied, 0 there already\n`,
    );
    expect(stdout).toContain('The signing keys were copied');
    expect((await admin()).stdout).toContain('0 documents copied, 1 there already\n');

    const store = await openMongoStore({ uri: server.uri, embedder: TEST_EMBEDDER });
    expect(await store.signingKeys.claim(async () => 'others')).toBe('{"keys":[]}');
    expect(await (await adaIn(store)).usage()).toMatchObject({ documents: 1 });
    await store.close();
  });
});

/** A store whose process ends right after one of its calls, when `isLast` says so. */
function dyingStore(store: Store, last: 'create' | 'begin' | 'write' | 'finish', isLast: () => boolean): Store {
  const die = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name);
        if (name !== last || typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          const result: unknown = await value(...args);
          if (isLast()) throw new Error('the process ends');
          return result;
        };
      },
    });
  return {
    ...store,
    openTenant: async (id) => {
      const tenant = await store.openTenant(id);
      const as: typeof tenant.as = (scope, owner) => {
        const seen = tenant.as(scope, owner);
        return { ...seen, documents: die(seen.documents) };
      };
      return { ...tenant, ingestion: die(tenant.ingestion), as };
    },
  };
}
