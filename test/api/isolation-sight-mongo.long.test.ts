import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/schema.ts';
import { findSights } from '../support/isolation-sight.ts';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('members of an organisation on MongoDB', () => {
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

  it('learn nothing of what they may not see, by any field, id, condition or subscription of the schema', async () => {
    // Roles are no matter of the store.
    expect(await findSights(server, schema, { readers: ['OWNER'] })).toEqual([]);
  });
});
