import { afterAll, beforeAll } from 'vitest';
import { describeSharedLimits } from '../contracts/shared-limits.ts';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';

const deployments = { MongoDB: {}, DocumentDB: { profile: 'documentdb' } } as const;

for (const [name, options] of Object.entries(deployments)) {
  let mongo: MongoServer;
  beforeAll(async () => {
    mongo = await startMongoServer(options);
  });
  afterAll(() => mongo.close());
  describeSharedLimits(name, { uri: () => mongo.uri });
}
