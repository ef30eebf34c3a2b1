import { describe } from 'vitest';
import { describeMongoFaults } from '../contracts/mongo-faults.ts';
import { describeStore } from '../contracts/store.ts';
import { describeProcesses } from '../support/mongo-processes.ts';
import { openTestMongoStore } from '../support/mongo-store.ts';

const uri = process.env['MONGODB_TEST_URI'];

describe.skipIf(!uri)('on MONGODB_TEST_URI (skipped where it is not set)', () => {
  describeStore('MongoDB', () => openTestMongoStore(uri ?? ''));
  describeMongoFaults('MONGODB_TEST_URI', async () => uri ?? '');
  describeProcesses('MongoDB', { open: () => openTestMongoStore(uri ?? '') });
});
