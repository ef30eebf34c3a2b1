import { MongoClient } from 'mongodb';
import { describe } from 'vitest';
import { documentDbBehaviour } from '../contracts/documentdb.ts';
import { documentBehaviour } from '../contracts/mongo-documents.ts';
import { indexBehaviour } from '../contracts/mongo-indexes.ts';
import { proxyBehaviour } from '../contracts/mongo-proxy.ts';
import { refusals } from '../contracts/mongo-refusals.ts';

const uri = process.env['MONGODB_TEST_URI'] ?? '';
const open = async () => ({ uri, close: async () => {} });

// What the test server pretends to be must be what there is. Skipped where MONGODB_TEST_URI isn't FerretDB on DocumentDB.
describe.skipIf(!uri || !(await isFerretDb(uri)))('FerretDB on DocumentDB', () => {
  documentBehaviour(open);
  refusals(open);
  indexBehaviour(open);
  documentDbBehaviour(open);

  describe('behind the proxy', () => {
    proxyBehaviour(open);
  });
});

async function isFerretDb(at: string): Promise<boolean> {
  await using client = await MongoClient.connect(at);
  return 'ferretdb' in (await client.db('admin').command({ buildInfo: 1 }));
}
