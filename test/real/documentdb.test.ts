import { MongoClient } from 'mongodb';
import { describe } from 'vitest';
import { documentDbBehaviour } from '../contracts/documentdb.ts';
import { proxyBehaviour } from '../contracts/mongo-proxy.ts';

const uri = process.env['MONGODB_TEST_URI'];

// What the test server pretends to be must be what there is. Skipped where MONGODB_TEST_URI isn't FerretDB on DocumentDB.
describe.skipIf(!uri || !(await isFerretDb(uri)))('FerretDB on DocumentDB', () => {
  documentDbBehaviour(async () => ({ uri: uri ?? '', close: async () => {} }));

  describe('behind the proxy', () => {
    proxyBehaviour(async () => ({ uri: uri ?? '', close: async () => {} }));
  });
});

async function isFerretDb(at: string): Promise<boolean> {
  await using client = await MongoClient.connect(at);
  return 'ferretdb' in (await client.db('admin').command({ buildInfo: 1 }));
}
