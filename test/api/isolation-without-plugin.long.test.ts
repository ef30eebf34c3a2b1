import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { schema } from '../../src/schema.ts';
import { findLeaks } from '../support/isolation.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

vi.mock('../../src/graphql/tenant-scope.ts', () => import('../support/isolation-naive-plugin.ts'));

describe('a server whose schema was built without the tenant-scope plugin', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('does not get past the isolation suite', async () => {
    const findings = await findLeaks(server, schema);
    for (const leak of [
      'Query.document(id)',
      'Query.documents(filter.documentIds)',
      'Query.search(filter.documentIds)',
      'Mutation.deleteDocument(input.id)',
      'Mutation.ask(input.filter.documentIds)',
      'Subscription.answer(input.filter.documentIds)',
      'Subscription.documentChanged(id)',
    ]) {
      expect(findings.join('\n')).toContain(`${leak} answers another tenant's id otherwise than an unknown one`);
    }
    expect(findings.join('\n')).toContain('Query.document(id) gives CANARY-BOB to another tenant.');
  });
});
