import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerDocument, SystemDocument } from '../../schema/typed/graphql.ts';
import { schema } from '../../src/schema.ts';
import { describeCuts } from '../contracts/runs-cuts.ts';
import { describeRunsElsewhere } from '../contracts/runs-processes.ts';
import { describeSharedLimits } from '../contracts/shared-limits.ts';
import { findLeaks } from '../support/isolation.ts';
import { findSights } from '../support/isolation-sight.ts';
import { dropDatabases } from '../support/mongo-databases.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const uri = process.env['MONGODB_TEST_URI'] ?? '';

describe.skipIf(!uri)('the server on MONGODB_TEST_URI (skipped where it is not set)', () => {
  const MONGODB_DATABASE = `carrel_test_${randomBytes(4).toString('hex')}`;
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ MONGODB_URI: uri, MONGODB_DATABASE });
  });
  afterAll(async () => {
    await server.close();
    await dropDatabases(uri, MONGODB_DATABASE);
  });

  it('keeps tenants apart by every root field, argument and subscription of the schema', async () => {
    expect(await findLeaks(server, schema)).toEqual([]);
  });

  it('keeps from members what they may not see, by every field, id, condition and subscription of the schema', async () => {
    expect(await findSights(server, schema, { readers: ['OWNER', 'API token'] })).toEqual([]);
  });

  describeSharedLimits('MONGODB_TEST_URI', { uri: () => uri });

  const deployRuns = async () => ({
    env: { MONGODB_URI: uri, MONGODB_DATABASE: `${MONGODB_DATABASE}r` },
    close: () => dropDatabases(uri, `${MONGODB_DATABASE}r`),
  });
  describeRunsElsewhere('MONGODB_TEST_URI', deployRuns);
  describeCuts('MONGODB_TEST_URI', deployRuns);

  it('says what it searches with, and streams an answer from a document', async () => {
    const ada = await server.register();
    const { system } = await ada.data(SystemDocument, {});
    expect(system.store).toContain('a database for each organisation');
    await ada.ingest('leave.txt', 'Employees get 25 days of paid annual leave.');
    const question = 'How many days of annual leave are there?';
    let text = '';
    for await (const { data } of ada.subscribe(AnswerDocument, { input: { question } })) {
      if (data?.answer.__typename === 'AnswerDelta') text += data.answer.text;
    }
    expect(text).toContain('25 days');
  });
});
