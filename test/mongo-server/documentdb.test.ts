import { describe } from 'vitest';
import { documentDbBehaviour } from '../contracts/documentdb.ts';
import { startMongoServer } from '../support/mongo-server/server.ts';

describe('the test server as DocumentDB', () => {
  documentDbBehaviour(() => startMongoServer({ profile: 'documentdb' }));
});
