import { describe } from 'vitest';
import { describeMongoFaults } from '../contracts/mongo-faults.ts';
import { describeStore } from '../contracts/store.ts';
import { describeKills } from '../contracts/store-kills.ts';
import { describeReembedding } from '../contracts/store-reembedding.ts';
import { describeProcesses } from '../support/mongo-processes.ts';
import { startMongoProxy } from '../support/mongo-proxy/proxy.ts';
import { openTestMongoStore } from '../support/mongo-store.ts';
import { openMortalMongo } from '../support/mortal-mongo.ts';

const uri = process.env['MONGODB_TEST_URI'];

describe.skipIf(!uri)('on MONGODB_TEST_URI (skipped where it is not set)', () => {
  describeStore('MongoDB', () => openTestMongoStore(uri ?? ''));
  describeReembedding('MongoDB', () => openTestMongoStore(uri ?? ''));
  describeMongoFaults('MONGODB_TEST_URI', async () => uri ?? '');
  describeProcesses('MongoDB', { open: () => openTestMongoStore(uri ?? '') });
  describeKills('MongoDB', async () => {
    const proxy = await startMongoProxy(uri ?? '');
    const opened = await openTestMongoStore(uri ?? '', { onUnexpected: () => {} });
    const close = async () => {
      await opened.close();
      await proxy.close();
    };
    return await openMortalMongo(opened, { uri: proxy.uri, faults: proxy, close });
  });
});
