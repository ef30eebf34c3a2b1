import type { ChangeStreamDocument, Collection, Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { type Item, useOwnServer } from './own-server.ts';
import { serverError } from './server-error.ts';

const own = useOwnServer();

/** Opens a stream, which the driver puts off until it is asked for the first time. */
async function watch(collection: Collection<Item>, pipeline: Document[] = [], options: Document = {}) {
  const stream = collection.watch<Item, ChangeStreamDocument<Item>>(pipeline, { maxAwaitTimeMS: 1, ...options });
  await stream.tryNext();
  return stream;
}

describe('change streams on the test server', () => {
  it('tell of inserts, updates, replacements and deletes of their collection, in order', async () => {
    const collection = own.items();
    await using stream = await watch(collection);
    await own.items().insertOne({ _id: 'elsewhere' });
    await collection.insertOne({ _id: 'a', n: 1, gone: true });
    await collection.updateOne({ _id: 'a' }, { $set: { n: 2 }, $unset: { gone: '' } });
    await collection.updateOne({ _id: 'a' }, { $set: { n: 2 } });
    await collection.replaceOne({ _id: 'a' }, { n: 3 });
    await collection.deleteOne({ _id: 'a' });
    const ns = { db: collection.dbName, coll: 'items' };
    expect(await stream.next()).toMatchObject({ operationType: 'insert', ns, fullDocument: { _id: 'a', n: 1 } });
    expect(await stream.next()).toMatchObject({
      operationType: 'update',
      documentKey: { _id: 'a' },
      updateDescription: { updatedFields: { n: 2 }, removedFields: ['gone'] },
    });
    expect(await stream.next()).toMatchObject({ operationType: 'replace', fullDocument: { n: 3 } });
    expect(await stream.next()).toMatchObject({ operationType: 'delete', documentKey: { _id: 'a' } });
  });

  it('wake a reader that waits', async () => {
    const collection = own.items();
    await using stream = collection.watch([], { maxAwaitTimeMS: 60_000 });
    const waiting = own.server.control.hangNext('getMore');
    const next = stream.next();
    await waiting.arrived;
    waiting.release();
    await collection.insertOne({ _id: 'a' });
    expect(await next).toMatchObject({ operationType: 'insert' });
  });

  it('pass through their pipeline, look documents up, and tell of a transaction at its commit', async () => {
    const collection = own.items();
    const pipeline = [{ $match: { operationType: { $in: ['update'] } } }, { $project: { fullDocument: 1 } }];
    await using stream = await watch(collection, pipeline, { fullDocument: 'updateLookup' });
    await own.client.withSession(async (session) => {
      session.startTransaction();
      await collection.insertOne({ _id: 'a', n: 1 }, { session });
      await collection.updateOne({ _id: 'a' }, { $set: { n: 2 } }, { session });
      expect(await stream.tryNext()).toBeNull();
      await session.commitTransaction();
    });
    expect(await stream.next()).toMatchObject({ fullDocument: { _id: 'a', n: 2 } });
  });

  it('resume where they were after the connection broke, and after the server came back', async () => {
    const collection = own.items();
    await using stream = await watch(collection);
    await collection.insertOne({ _id: 'a' });
    expect(await stream.next()).toMatchObject({ documentKey: { _id: 'a' } });
    own.server.control.cutNext('getMore', 'before');
    await collection.insertOne({ _id: 'b' });
    expect(await stream.next()).toMatchObject({ documentKey: { _id: 'b' } });
    await own.server.control.kill();
    await own.server.control.restart();
    await collection.insertOne({ _id: 'c' });
    expect(await stream.next()).toMatchObject({ documentKey: { _id: 'c' } });
  });

  it('can resume by a token as long as the past is remembered', async () => {
    const collection = own.items();
    const first = await watch(collection);
    await collection.insertOne({ _id: 'a' });
    const { _id: resumeAfter } = await first.next();
    await first.close();
    await collection.insertOne({ _id: 'b' });
    const second = collection.watch([], { resumeAfter });
    expect(await second.next()).toMatchObject({ documentKey: { _id: 'b' } });
    await second.close();
    own.server.control.forgetHistory();
    const third = collection.watch([], { resumeAfter });
    const lost = await serverError(third.next());
    expect(lost.code).toBe(286);
    expect(lost.hasErrorLabel('NonResumableChangeStreamError')).toBe(true);
    await third.close();
  });

  it('resume behind an event only with a pipeline that shows it, and behind a moment with any', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'a' });
    const everything = await watch(collection);
    const moment = everything.resumeToken;
    await collection.deleteOne({ _id: 'a' });
    const { _id: deletion } = await everything.next();
    await everything.close();
    await collection.insertOne({ _id: 'b' });

    const inserts = [{ $match: { operationType: 'insert' } }];
    const behindMoment = collection.watch(inserts, { resumeAfter: moment });
    expect(await behindMoment.next()).toMatchObject({ documentKey: { _id: 'b' } });
    await behindMoment.close();
    const behindEvent = collection.watch(inserts, { resumeAfter: deletion });
    const error = await serverError(behindEvent.next());
    expect(error).toMatchObject({ code: 280, codeName: 'ChangeStreamFatalError' });
    expect(error.hasErrorLabel('NonResumableChangeStreamError')).toBe(true);
    await behindEvent.close();
  });

  it('end when their collection is dropped', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'a' });
    await using stream = await watch(collection);
    await collection.drop();
    expect(await stream.next()).toMatchObject({ operationType: 'drop' });
    expect(await stream.next()).toMatchObject({ operationType: 'invalidate' });
    expect(stream.closed).toBe(true);
  });
});
