import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/schema.ts';
import { findLeaks } from '../support/isolation.ts';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('tenants on MongoDB', () => {
  let mongo: MongoServer;
  let server: TestServer;
  beforeAll(async () => {
    mongo = await startMongoServer();
    server = await startTestServer({ MONGODB_URI: mongo.uri });
  });
  afterAll(async () => {
    await server.close();
    await mongo.close();
  });

  it('are kept apart by every root field, argument and subscription of the schema', async () => {
    expect(await findLeaks(server, schema)).toEqual([]);
  });
});
