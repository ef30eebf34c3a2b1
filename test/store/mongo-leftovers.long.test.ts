import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ConversationId, newId, type OwnerId } from '../../src/ids.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import { newAnswer, newPassage } from '../support/answer-fixtures.ts';
import { openOnTestServer } from '../support/mongo-on-test-server.ts';
import {
  beginDocument,
  ingestDocument,
  newAttempt,
  newChunk,
  newDocument,
  newMember,
  openTestTenant,
} from '../support/store-fixtures.ts';

describe('what nothing shows any more in MongoDB', () => {
  let opened: Awaited<ReturnType<typeof openOnTestServer>>;
  let client: MongoClient;
  beforeAll(async () => {
    opened = await openOnTestServer({}, { onUnexpected: () => {} });
    client = new MongoClient(opened.server.uri);
  });
  afterAll(async () => {
    await client.close();
    await opened.close();
  });

  const openTenant = async () => {
    const member = newMember();
    await opened.store.directory.register(member);
    const id = member.tenant.id;
    const tenant = await openTestTenant(opened.store, id);
    const tenants = client
      .db(opened.databasePrefix)
      .collection<{ _id: string; placement: { database: string } }>('tenants');
    const db = client.db((await tenants.findOne({ _id: id }))?.placement.database);
    const count = async () =>
      Object.fromEntries(
        await Promise.all(
          ['chunks', 'texts', 'originals'].map(async (name) => [name, await db.collection(name).countDocuments()]),
        ),
      );
    return { id, tenant, db, count };
  };

  it('goes with its document', async () => {
    const { tenant, count } = await openTenant();
    const id = await ingestDocument(tenant, [newChunk(0), newChunk(1)]);
    expect(await count()).toEqual({ chunks: 2, texts: 1, originals: 1 });
    await tenant.documents.delete(id);
    await opened.store.idle();
    expect(await count()).toEqual({ chunks: 0, texts: 0, originals: 0 });
  });

  it('goes with its attempt, and what is shown stays', async () => {
    const { tenant, count } = await openTenant();
    const first = await beginDocument(tenant);
    await tenant.ingestion.write(first, [newChunk(0), newChunk(1), newChunk(2)]);
    const second = newAttempt(first.documentId);
    await tenant.ingestion.begin(second);
    await tenant.ingestion.write(second, [newChunk(0)]);
    await tenant.ingestion.finish(second, { text: 'second', chunkCount: 1, pageCount: null, pageStarts: [] });
    await opened.store.idle();
    expect(await count()).toEqual({ chunks: 1, texts: 1, originals: 1 });
    expect(await tenant.documents.text(first.documentId, { start: 0 })).toBe('second');
  });

  it('goes with its conversation, although the process that deleted it was cut off', async () => {
    const { id: tenantId, tenant, db } = await openTenant();
    const { conversations, answers } = tenant.as(EVERYTHING, newId<OwnerId>());
    const conversationId = newId<ConversationId>();
    await conversations.create({ id: conversationId, title: 'Of pumps', createdAt: new Date() });
    const answer = newAnswer(tenantId, { conversationId });
    await answers.begin(answer, new Date());
    const said = { status: 'RUNNING', position: null, from: 0, events: ['a'], leaseUntil: new Date() } as const;
    await answers.progress(answer.id, said);
    await answers.keep({ ...answer, id: newId() }, { title: '' });
    const isRemoval = ({ name, command }: { name: string; command: Record<string, unknown> }) =>
      name === 'delete' && command['delete'] === 'answerEvents';
    opened.server.control.failNext(isRemoval, { code: 91 });
    await expect(conversations.delete(conversationId)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await opened.store.idle();
    for (const name of ['answers', 'answerEvents']) expect(await db.collection(name).countDocuments()).toBe(0);
    const tombstones = db.collection<{ title: string | null; deletedAt: Date }>('conversations');
    expect(await tombstones.find().toArray()).toMatchObject([{ title: null, foldedTitle: '' }]);

    await tombstones.updateOne({}, { $set: { deletedAt: new Date(Date.now() - 3_700_000) } });
    const other = await opened.openAnother();
    await openTestTenant(other, tenantId);
    await other.idle();
    expect(await tombstones.countDocuments()).toBe(0);
  });

  it('goes with its document, of which stays who could see it', async () => {
    const { id: tenantId, tenant, db } = await openTenant();
    const id = await ingestDocument(tenant, [newChunk(0)], { containsPii: true, collection: 'hr \ud800' });
    const { answers } = tenant.as({ userId: null, piiAccess: false, collections: null }, newId<OwnerId>());
    const passage = newPassage(tenantId, { documentId: id });
    await tenant.documents.delete(id);
    await opened.store.idle();
    const documents = db.collection<{ _id: string; sweepAt: Date }>('documents');
    await documents.updateOne({ _id: id }, { $set: { sweepAt: new Date(Date.now() - 3_600_000) } });
    const other = await opened.openAnother();
    await openTestTenant(other, tenantId);
    await other.idle();
    expect(await documents.countDocuments()).toBe(0);
    expect(await answers.sees([passage])).toBe(false);
    const inHr = tenant.as({ userId: null, piiAccess: true, collections: ['hr \ud800'] }).answers;
    expect(await inHr.sees([passage])).toBe(true);

    const [now, soon] = [new Date(), new Date(Date.now() + 3_600_000)];
    const [times, tombstones] = [{ now, answersBefore: now, eventsBefore: now }, db.collection('deletedDocuments')];
    const citing = newAnswer(tenantId, { createdAt: soon, passages: [passage] });
    await answers.keep(citing, { title: '' });
    // As a version of before has written it.
    await db.collection('answers').updateOne({}, { $unset: { documents: '' } });
    await tenant.kept.sweep({ ...times, deletedBefore: soon });
    expect(await tombstones.countDocuments()).toBe(1);
    await tenant.kept.sweep({ ...times, answersBefore: new Date(Date.now() + 7_200_000), deletedBefore: new Date(0) });
    expect(await db.collection('answers').countDocuments()).toBe(0);
    expect(await tombstones.countDocuments()).toBe(1);
    await tenant.kept.sweep({ ...times, deletedBefore: soon });
    expect(await tombstones.countDocuments()).toBe(0);
  });

  it('goes an hour after an upload that was cut off', async () => {
    const { id, tenant, db, count } = await openTenant();
    await ingestDocument(tenant, [newChunk(0)]);
    const isDocument = ({ name, command }: { name: string; command: Record<string, unknown> }) =>
      name === 'insert' && command['insert'] === 'documents';
    opened.server.control.failNext(isDocument, { code: 91 });
    const { document, original } = newDocument();
    await expect(tenant.documents.create(document, original)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await count()).toMatchObject({ originals: 2 });

    await db
      .collection<{ _id: string }>('meta')
      .updateOne({ _id: `upload:${document.id}` }, { $set: { at: new Date(Date.now() - 3_700_000) } });
    const other = await opened.openAnother();
    await openTestTenant(other, id);
    await other.idle();
    expect(await count()).toMatchObject({ originals: 1 });
    expect((await db.collection('meta').distinct('_id')).map(String).sort()).toEqual(['tenant', 'vectors']);
  });

  it('is told from an upload under way by a process whose clock is an hour ahead', async () => {
    const { id, tenant, count } = await openTenant();
    await ingestDocument(tenant, [newChunk(0)]);
    const { document, original } = newDocument();
    const held = opened.server.control.hangNext(
      ({ name, command }) => name === 'insert' && command['insert'] === 'documents',
    );
    const created = tenant.documents.create(document, original);
    await held.arrived;
    const AHEAD_MS = 3_700_000;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + AHEAD_MS, shouldAdvanceTime: true });
    opened.server.control.clockOffsetMs = -AHEAD_MS;
    try {
      const other = await opened.openAnother();
      await openTestTenant(other, id);
      await other.idle();
      expect(await count()).toMatchObject({ originals: 2 });
    } finally {
      vi.useRealTimers();
      opened.server.control.clockOffsetMs = 0;
    }
    held.release();
    expect(await created).toMatchObject({ created: true });
    expect(await tenant.documents.original(document.id)).toEqual(original);
  });

  it('of many organisations is looked at again without a warning', async () => {
    const warnings: string[] = [];
    const onWarning = ({ name }: Error) => warnings.push(name);
    process.on('warning', onWarning);
    for (let i = 0; i < 12; i++) {
      const { tenant } = await openTenant();
      await tenant.documents.delete(await ingestDocument(tenant, [newChunk(0)]));
    }
    await opened.store.idle();
    process.off('warning', onWarning);
    expect(warnings).not.toContain('MaxListenersExceededWarning');
  });

  it('is told from a large original, which is kept in pieces and comes back whole', async () => {
    const { tenant, count } = await openTenant();
    const original = new Uint8Array(9 * 1024 * 1024).map((_, at) => at % 251);
    const { document } = newDocument();
    await tenant.documents.create({ ...document, sizeBytes: original.byteLength }, original);
    expect(await count()).toMatchObject({ originals: 3 });
    const read = await tenant.documents.original(document.id);
    expect(read && Buffer.compare(read, original)).toBe(0);
  });
});
