import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type OwnerId } from '../../src/ids.ts';
import { schema } from '../../src/schema.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import type { Store } from '../../src/store/store.ts';
import { findSights } from '../support/isolation-sight.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('members of an organisation on the embedded store', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('learn nothing of what they may not see, by any field, id, condition or subscription of the schema', async () => {
    expect(await findSights(server, schema, { readers: ['OWNER', 'EDITOR', 'API token'] })).toEqual([]);
  });
});

describe('a server that forgets who asks', () => {
  const everybody = newId<OwnerId>();
  const wrapStore = (store: Store): Store => ({
    ...store,
    openTenant: async (id) => {
      const tenant = await store.openTenant(id);
      return { ...tenant, as: () => tenant.as(EVERYTHING, everybody) };
    },
  });
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({}, { wrapStore });
  });
  afterAll(() => server.close());

  it('does not get past this suite', async () => {
    const findings = (await findSights(server, schema, { readers: ['OWNER'] })).join('\n');
    for (const name of [
      ...['Query.documents', 'Query.collections', 'Query.search', 'Mutation.ask'],
      ...['Subscription.answer', 'Subscription.documentChanged'],
    ]) {
      expect(findings).toContain(`${name} as OWNER tells of new documents`);
    }
    for (const argument of [
      ...['Query.document(id)', 'Query.documents(filter.documentIds)', 'Query.search(filter.documentIds)'],
      ...['Mutation.deleteDocument(input.id)', 'Mutation.ask(input.filter.documentIds)'],
      ...['Subscription.answer(input.filter.documentIds)', 'Subscription.documentChanged(id)'],
    ]) {
      expect(findings).toContain(`${argument} as OWNER answers the id of a PRIVATE document of another otherwise`);
    }
    for (const argument of ['Query.conversation(id)', 'Mutation.ask(input.conversationId)'])
      expect(findings).toContain(`${argument} as OWNER answers the id of another member's conversation otherwise`);
    expect(findings).toContain("Query.answerRun(id) as OWNER answers the id of another member's answer otherwise");
    for (const condition of ['collection', 'createdBefore', 'nameContains', 'status', 'tags']) {
      expect(findings).toContain(`Query.documents(filter.${condition}) as OWNER tells of what is hidden`);
    }
    expect(findings).toContain('Query.documents(after) as OWNER gives CANARY');
    for (const transport of ['a WebSocket', 'SSE']) {
      expect(findings).toContain(`Subscription.documentChanged as OWNER over ${transport} tells of: ADDED`);
    }
  });
});
