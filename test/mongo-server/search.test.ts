import { Binary, type Collection, type Document, MongoClient, ObjectId, type ReadConcernLevel } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { serverError } from './server-error.ts';

interface Item extends Document {
  _id: string;
}

let server: MongoServer;
let client: MongoClient;
let chunks: Collection<Item>;

const WHEN = new Date('2030-01-01T00:00:00Z');

beforeAll(async () => {
  server = await startMongoServer({ searchIndexes: 'ready' });
  client = await MongoClient.connect(server.uri);
  chunks = await client.db(`d_${new ObjectId().toHexString()}`).createCollection<Item>('chunks');
  await chunks.insertMany([
    { _id: 'east', v: float32(1, 0), doc: 'd1', tags: ['a', 'b'], at: WHEN, terms: 'whale ship sea' },
    { _id: 'north-east', v: float32(1, 1), doc: 'd1', tags: ['b'], at: WHEN, terms: 'ship' },
    { _id: 'north', v: [0, 1], doc: 'd2', tags: [], at: new Date(0), terms: 'Ship sea-shell' },
    { _id: 'west', v: float32(-1, 0), doc: 'd2', tags: ['a'], at: WHEN, terms: 'tree' },
    { _id: 'too long', v: float32(1, 0, 0), doc: 'd1', terms: '' },
    { _id: 'zero', v: float32(0, 0), doc: 'd1' },
    { _id: 'none', doc: 'd1' },
  ]);
  await chunks.createSearchIndex({
    name: 'vec',
    type: 'vectorSearch',
    definition: {
      fields: [
        { type: 'vector', path: 'v', numDimensions: 2, similarity: 'cosine', quantization: 'none' },
        ...['doc', 'tags', 'at'].map((path) => ({ type: 'filter', path })),
      ],
    },
  });
  await chunks.createSearchIndex({
    name: 'txt',
    type: 'search',
    definition: {
      mappings: {
        dynamic: false,
        fields: {
          terms: { type: 'string', analyzer: 'lucene.whitespace' },
          doc: { type: 'token' },
          tags: { type: 'token' },
          at: { type: 'date' },
        },
      },
    },
  });
});

afterAll(async () => {
  await client.close();
  await server.close();
});

function float32(...values: number[]): Binary {
  return Binary.fromFloat32Array(Float32Array.from(values));
}

function nearest(stage: Document, rest: Document[] = [{ $project: { _id: 1 } }]): Promise<Document[]> {
  const query = { index: 'vec', path: 'v', queryVector: float32(1, 0), limit: 10, exact: true, ...stage };
  return chunks.aggregate([{ $vectorSearch: query }, ...rest]).toArray();
}

async function ids(hits: Promise<Document[]>): Promise<string[]> {
  return (await hits).map(({ _id }) => _id);
}

describe('$vectorSearch on the test server', () => {
  it('brings the nearest first, with (1 + cosine) / 2, and leaves out vectors that do not fit', async () => {
    const hits = await nearest({}, [{ $set: { score: { $meta: 'vectorSearchScore' } } }, { $project: { score: 1 } }]);
    expect(hits.map(({ _id }) => _id)).toEqual(['east', 'north-east', 'north', 'west']);
    const expected = [1, 0.8536, 0.5, 0];
    for (const [i, { score }] of hits.entries()) expect(score).toBeCloseTo(expected[i] ?? Number.NaN, 4);
    expect(await ids(nearest({ exact: false, numCandidates: 40, limit: 2 }))).toEqual(['east', 'north-east']);
    const [whole] = await nearest({ limit: 1 }, []);
    expect(Object.keys(whole ?? {})).toEqual(['_id', 'v', 'doc', 'tags', 'at', 'terms']);
  });

  it('filters inside, by equality, $in, ranges and their combinations', async () => {
    expect(await ids(nearest({ filter: { doc: 'd2' } }))).toEqual(['north', 'west']);
    expect(await ids(nearest({ filter: { tags: { $in: ['a', 'z'] } } }))).toEqual(['east', 'west']);
    const both = { $and: [{ at: { $gte: WHEN } }, { doc: { $in: ['d1', 'd2'] } }, { tags: { $ne: 'b' } }] };
    expect(await ids(nearest({ filter: both }))).toEqual(['west']);
    expect(await ids(nearest({ filter: {} }))).toHaveLength(4);
  });

  it('scores what matches with a constant where that is asked for', async () => {
    const constant = (value: number) => ({ score: { constant: { value } } });
    const compound = {
      must: [{ text: { path: 'terms', query: 'ship whale', ...constant(1) } }],
      should: [
        { text: { path: 'terms', query: 'ship', ...constant(0.5) } },
        { text: { path: 'terms', query: 'whale', ...constant(0) } },
      ],
    };
    const stages = [{ $search: { index: 'txt', compound } }, { $set: { score: { $meta: 'searchScore' } } }];
    const scores = (await chunks.aggregate(stages).toArray()).map(({ score }) => score as number);
    expect(scores.length).toBeGreaterThan(1);
    for (const score of scores) expect([1, 1.5]).toContain(score);
  });

  it('is silently empty for an unknown index and for a missing collection', async () => {
    expect(await nearest({ index: 'unknown' })).toEqual([]);
    const stage = { index: 'vec', path: 'v', queryVector: [1, 0], limit: 1, exact: true };
    const missing = client.db(chunks.dbName).collection('missing');
    expect(await missing.aggregate([{ $vectorSearch: stage }]).toArray()).toEqual([]);
  });

  it('brings equal scores in another order from one query to the next', async () => {
    const ties = client.db(chunks.dbName).collection<Item>('ties');
    await ties.insertMany(Array.from({ length: 8 }, (_, i) => ({ _id: `t${i}`, v: [1, 0] })));
    const fields = [{ type: 'vector', path: 'v', numDimensions: 2, similarity: 'cosine' }];
    await ties.createSearchIndex({ name: 'vec', type: 'vectorSearch', definition: { fields } });
    const stage = { index: 'vec', path: 'v', queryVector: [1, 0], limit: 8, exact: true };
    const orders = new Set<string>();
    for (let i = 0; i < 3; i++) orders.add(String(await ids(ties.aggregate([{ $vectorSearch: stage }]).toArray())));
    expect(orders.size).toBeGreaterThan(1);
  });

  it.each([
    [{ filter: { name: 'x' } }, "Path 'name' needs to be indexed as filter"],
    [{ filter: { $or: [{ doc: 'd1' }, { _id: 'x' }] } }, "Path '_id' needs to be indexed as filter"],
    [{ filter: { doc: { $in: [] } } }, '"filter.doc.$in" cannot be empty'],
    [{ filter: { doc: { $in: ['d1', null] } } }, '"filter.doc.$in" must be of one type, not null'],
    [{ filter: { at: { $in: [WHEN, new ObjectId()] } } }, '"filter.at.$in" must be of one type, not null'],
    [{ filter: { doc: { $regex: 'x' } } }, '"filter.doc" contains the unsupported operator "$regex"'],
    [{ queryVector: [1, 0, 0] }, 'vector field is indexed with 2 dimensions but queried with 3'],
    [{ queryVector: [0, 0] }, 'Cosine similarity cannot be calculated against a zero vector.'],
    [{ numCandidates: 10 }, '"numCandidates" must be omitted when "exact" is set to true'],
    [{ exact: false }, 'numCandidates is required for approximate vector search'],
    [{ exact: false, numCandidates: 10_001 }, '"numCandidates" must be within bounds [1..10000]'],
    [{ exact: false, numCandidates: 9 }, 'limit should be less than or equal to numCandidates'],
    [{ limit: 1.5 }, '"limit" must be positive'],
    [{ limit: 10_001 }, 'The test server knows no exact search above 10000'],
    [{ query: 'east' }, 'Unrecognized field "query"'],
    [{ queryVector: null }, 'Exactly one and only one of query and queryVector can be present'],
    [{ path: 'doc' }, 'doc is not indexed as vector'],
    [{ index: 'txt' }, "Cannot execute $vectorSearch over search index 'txt'"],
  ])('refuses %j with code 8 and says why', async (stage, message) => {
    const error = await serverError(nearest(stage));
    expect(error.code).toBe(8);
    expect(error.message).toBe(`PlanExecutor error during aggregation :: caused by :: ${message}`);
  });

  it('is refused by mongod itself without a positive limit', async () => {
    expect((await serverError(nearest({ limit: 0 }))).code).toBe(7912700);
    expect((await serverError(nearest({ limit: -1 }))).code).toBe(7912700);
  });

  it('comes first in its pipeline, and its score is for no other query', async () => {
    const stage = { $vectorSearch: { index: 'vec', path: 'v', queryVector: [1, 0], limit: 1, exact: true } };
    expect((await serverError(chunks.aggregate([{ $match: {} }, stage]).toArray())).code).toBe(40602);
    expect((await serverError(chunks.aggregate([{ $facet: { a: [stage] } }]).toArray())).code).toBe(40600);
    const joined = chunks.aggregate([{ $lookup: { from: 'chunks', pipeline: [stage], as: 'x' } }]);
    expect((await serverError(joined.toArray())).code).toBe(51047);
    expect((await serverError(chunks.updateMany({}, [stage]))).code).toBe(72);
    const score = { $set: { score: { $meta: 'vectorSearchScore' } } };
    expect((await serverError(chunks.aggregate([{ $match: {} }, score]).toArray())).code).toBe(40218);
  });
});

describe('the stages of mongot on the test server', () => {
  const stages = [
    { $vectorSearch: { index: 'vec', path: 'v', queryVector: [1, 0], limit: 1, exact: true } },
    { $search: { index: 'txt', text: { path: 'terms', query: 'ship' } } },
    { $listSearchIndexes: {} },
  ];

  it('are refused with any read concern but local', async () => {
    for (const stage of stages) {
      const run = (level: ReadConcernLevel) => chunks.aggregate([stage], { readConcern: { level } }).toArray();
      expect(await serverError(run('majority'))).toMatchObject({ code: 72, codeName: 'InvalidOptions' });
      await run('local');
    }
  });

  it('are refused in a transaction, and under a strict API version', async () => {
    const strict = await MongoClient.connect(server.uri, { serverApi: { version: '1', strict: true } });
    for (const stage of stages) {
      await client.withSession(async (session) => {
        session.startTransaction();
        expect((await serverError(chunks.aggregate([stage], { session }).toArray())).code).toBe(263);
        await session.abortTransaction();
      });
      const there = strict.db(chunks.dbName).collection('chunks');
      expect((await serverError(there.aggregate([stage]).toArray())).code).toBe(323);
    }
    await strict.close();
  });
});

describe('$search on the test server', () => {
  const matching = (query: string, filter: Document[] = []): Promise<Document[]> => {
    const compound = { must: [{ text: { path: 'terms', query } }], filter };
    const score = { $set: { score: { $meta: 'searchScore' } } };
    return chunks.aggregate([{ $search: { index: 'txt', compound } }, { $limit: 5 }, score, { $unset: 'v' }]).toArray();
  };

  it('finds any of the terms as the whitespace analyser cuts them, rare and short first', async () => {
    const hits = await matching('ship whale');
    expect(hits.map(({ _id }) => _id)).toEqual(['east', 'north-east']);
    expect(hits[0]?.['score']).toBeGreaterThan(hits[1]?.['score']);
    expect(await ids(matching('sea-shell'))).toEqual(['north']);
    expect(await ids(matching('shell'))).toEqual([]);
    expect(await ids(matching('-whale "sea"'))).toEqual([]);
  });

  it('filters by equals, in and range without a change of score', async () => {
    const all = await matching('ship');
    const filtered = await matching('ship', [
      { equals: { path: 'doc', value: 'd1' } },
      { in: { path: 'tags', value: ['a', 'c'] } },
      { range: { path: 'at', gte: WHEN, lt: new Date('2031-01-01') } },
    ]);
    expect(filtered.map(({ _id }) => _id)).toEqual(['east']);
    expect(filtered[0]?.['score']).toBe(all.find(({ _id }) => _id === 'east')?.['score']);
  });

  it('is silently empty for an unknown index and for a path that is not mapped as text', async () => {
    const unknown = [{ $search: { index: 'unknown', text: { path: 'terms', query: 'ship' } } }];
    expect(await chunks.aggregate(unknown).toArray()).toEqual([]);
    const unmapped = [{ $search: { index: 'txt', text: { path: 'other', query: 'ship' } } }];
    expect(await chunks.aggregate(unmapped).toArray()).toEqual([]);
  });

  it('takes one value or several of one type for in', async () => {
    const within = (value: unknown) => matching('sea-shell', [{ in: { path: 'doc', value } }]);
    expect(await ids(within('d2'))).toEqual(['north']);
    expect((await serverError(within([]))).message).toContain('"in.value" cannot be empty');
    expect((await serverError(within(['d1', 2]))).message).toContain('"in.value" must be of one type');
    expect((await serverError(within([2]))).message).toContain("Path 'doc' needs to be indexed as number");
  });

  it('refuses filters on what is not mapped, and operators that nobody knows', async () => {
    const unmapped = await serverError(matching('ship', [{ equals: { path: 'name', value: 'x' } }]));
    expect(unmapped.message).toContain("Path 'name' needs to be indexed as token");
    const cosmos = chunks.aggregate([{ $search: { index: 'txt', cosmosSearch: {} } }]).toArray();
    expect(await serverError(cosmos)).toMatchObject({ code: 8 });
  });
});
