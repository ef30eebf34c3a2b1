import { describe, expect, it } from 'vitest';
import { useOwnServer } from './own-server.ts';
import { serverError } from './server-error.ts';

const own = useOwnServer();

describe('transactions on the test server', () => {
  it('show nothing to others until the commit, across databases, and nothing ever after an abort', async () => {
    const [here, there] = [own.items(), own.items()];
    await here.insertOne({ _id: 'old' });
    await own.client.withSession(async (session) => {
      session.startTransaction();
      await here.insertOne({ _id: 'new' }, { session });
      await here.deleteOne({ _id: 'old' }, { session });
      await there.insertOne({ _id: 'new' }, { session });
      expect(await here.distinct('_id', {}, { session })).toEqual(['new']);
      expect(await here.distinct('_id')).toEqual(['old']);
      await session.commitTransaction();
      expect(await here.distinct('_id')).toEqual(['new']);
      expect(await there.countDocuments()).toBe(1);

      session.startTransaction();
      await here.deleteMany({}, { session });
      await session.abortTransaction();
      expect(await here.distinct('_id')).toEqual(['new']);
    });
  });

  it('see the data as it was when they began', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'a' });
    await own.client.withSession(async (session) => {
      session.startTransaction();
      expect(await collection.countDocuments({}, { session })).toBe(1);
      await collection.insertOne({ _id: 'b' });
      expect(await collection.countDocuments({}, { session })).toBe(1);
      await session.commitTransaction();
    });
    expect(await collection.countDocuments()).toBe(2);
  });

  it('run again when another write got ahead of them', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'a', n: 0 });
    let runs = 0;
    await own.client.withSession((session) =>
      session.withTransaction(async () => {
        runs += 1;
        const found = await collection.findOne({ _id: 'a' }, { session });
        if (runs === 1) await collection.updateOne({ _id: 'a' }, { $inc: { n: 10 } });
        await collection.updateOne({ _id: 'a' }, { $set: { n: Number(found?.['n']) + 1 } }, { session });
      }),
    );
    expect(runs).toBe(2);
    expect(await collection.findOne()).toEqual({ _id: 'a', n: 11 });
  });

  it('are over after any failed statement', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'a' });
    await own.client.withSession(async (session) => {
      session.startTransaction();
      await collection.insertOne({ _id: 'b' }, { session });
      expect((await serverError(collection.insertOne({ _id: 'a' }, { session }))).code).toBe(11000);
      expect((await serverError(collection.insertOne({ _id: 'c' }, { session }))).code).toBe(251);
      await session.abortTransaction();
    });
    expect(await collection.distinct('_id')).toEqual(['a']);
  });

  it('take no searches and no definitions', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'a' });
    await own.client.withSession(async (session) => {
      session.startTransaction();
      const pipeline = [{ $vectorSearch: { index: 'v', path: 'v', queryVector: [1], limit: 1, exact: true } }];
      expect((await serverError(collection.aggregate(pipeline, { session }).toArray())).code).toBe(263);
      await session.abortTransaction();
      session.startTransaction();
      expect((await serverError(own.client.db(collection.dbName).createCollection('n', { session }))).code).toBe(263);
      await session.abortTransaction();
    });
  });
});

describe('retryable writes on the test server', () => {
  it('are done once when the connection broke after them', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'a', n: 0 });
    own.server.control.cutNext('update', 'after');
    const result = await collection.updateOne({ _id: 'a' }, { $inc: { n: 1 } });
    expect(result.modifiedCount).toBe(1);
    expect(await collection.findOne()).toEqual({ _id: 'a', n: 1 });
  });

  it('are sent again after an error that says so, under the same number', async () => {
    const collection = own.items();
    own.server.control.forgetCommands();
    own.server.control.failNext('insert', { code: 10107, labels: ['RetryableWriteError'] });
    await collection.insertOne({ _id: 'a' });
    const sent = own.server.control.commands.filter(({ name }) => name === 'insert');
    expect(sent).toHaveLength(2);
    expect(sent[0]?.command['txnNumber']).toBe(sent[1]?.command['txnNumber']);
    expect(sent[0]?.lsid).toBe(sent[1]?.lsid);
    expect(await collection.countDocuments()).toBe(1);
  });
});
