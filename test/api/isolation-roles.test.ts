import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentsDocument, MeDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { ROLES, type Role } from '../../src/roles.ts';
import { schema } from '../../src/schema.ts';
import type { Store } from '../../src/store/store.ts';
import type { Client } from '../support/client.ts';
import { rootFieldsOf } from '../support/isolation-operation.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const member: { role: Role } = { role: 'OWNER' };
/** A store whose members all have the role of the moment. */
const wrapStore = (store: Store): Store => {
  const findMembers: typeof store.directory.findMembers = async (keys, options) =>
    (await store.directory.findMembers(keys, options)).map((found) => ({
      ...found,
      membership: { ...found.membership, role: member.role },
    }));
  return { ...store, directory: Object.assign(Object.create(store.directory), { findMembers }) };
};

/** The least role of each field that not every member may use. */
const LEAST: Readonly<Record<string, Role>> = {
  'Mutation.ingestText': 'EDITOR',
  'Mutation.ingestFile': 'EDITOR',
  'Mutation.deleteDocument': 'EDITOR',
  'Mutation.updateDocument': 'EDITOR',
  'Mutation.replaceDocument': 'EDITOR',
  'Mutation.reprocessDocument': 'EDITOR',
  'Mutation.cancelIngestion': 'EDITOR',
  'Mutation.retryIngestion': 'EDITOR',
  'Mutation.createPasswordReset': 'ADMIN',
  'Query.apiTokens': 'ADMIN',
  'Mutation.createApiToken': 'ADMIN',
  'Mutation.revokeApiToken': 'ADMIN',
  'Mutation.updateTenant': 'OWNER',
  'Query.modelSettings': 'OWNER',
  'Mutation.updateModelSettings': 'OWNER',
  'Mutation.deleteTenant': 'OWNER',
  'Query.auditLog': 'ADMIN',
  'Query.members': 'ADMIN',
  'Query.invitations': 'ADMIN',
  'Mutation.inviteMember': 'ADMIN',
  'Mutation.revokeInvitation': 'ADMIN',
  'Mutation.updateMember': 'ADMIN',
};

describe('a role', () => {
  let server: TestServer;
  let client: Client;
  let time = Date.now();
  beforeAll(async () => {
    server = await startTestServer({}, { wrapStore, now: () => new Date(time) });
    client = await server.register();
  });
  afterAll(() => server.close());

  it('is asked for by these fields alone', () => {
    const asked = rootFieldsOf(schema)
      .map(({ name, extensions }) => [name, extensions['access']] as const)
      .filter(([, access]) => access !== 'public' && access !== 'VIEWER');
    expect(Object.fromEntries(asked)).toEqual(LEAST);
  });

  it.each(ROLES)('%s may use what it is enough for, from the next second on', async (role) => {
    member.role = role;
    // Who a member is may be remembered for a second.
    time += 1_000;
    const may = async (least: Role, answer: Promise<unknown>) => {
      const refusal = `"This needs the role ${least} or higher; yours is ${role}."`;
      const isRefused = JSON.stringify(await answer).includes(refusal);
      expect(isRefused).toBe(ROLES.indexOf(role) < ROLES.indexOf(least));
    };
    expect(await client.data('{ me { role } }')).toEqual({ me: { role } });
    await may('EDITOR', client.request('mutation { ingestText(input: { name: "a", text: "b" }) { created } }'));
    await may('EDITOR', client.upload(new Blob(['text']), 'a.txt'));
    await may('EDITOR', client.request('mutation { deleteDocument(input: { id: "unknown" }) { id } }'));
  });

  it('that is not enough leaves nothing behind', async () => {
    member.role = 'VIEWER';
    time += 1_000;
    const before = await client.data('{ documents { totalCount } me { tenant { usage { storedBytes } } } }');
    const input = '{ name: "new", text: "Something that is new." }';
    const { errors } = await client.request(`mutation { ingestText(input: ${input}) { created } }`);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await client.data('{ documents { totalCount } me { tenant { usage { storedBytes } } } }')).toEqual(before);
  });
});

describe('a member without the right to personal data', () => {
  let server: TestServer;
  let piiAccess = true;
  let time = Date.now();
  beforeAll(async () => {
    const wrapWithRight = (store: Store): Store => {
      const findMembers: typeof store.directory.findMembers = async (keys, options) =>
        (await store.directory.findMembers(keys, options)).map((found) => ({
          ...found,
          membership: { ...found.membership, piiAccess },
        }));
      return { ...store, directory: Object.assign(Object.create(store.directory), { findMembers }) };
    };
    server = await startTestServer({}, { wrapStore: wrapWithRight, now: () => new Date(time) });
  });
  afterAll(() => server.close());

  it('neither lists, counts, finds nor is answered from it, from the next second on', async () => {
    const client = await server.register();
    await client.ingest('open.txt', 'The canteen opens at noon.');
    const secret = await client.ingest('salaries.txt', 'The salary of Ada is 4,711 a month.', { containsPii: true });
    const ask = async () => ({
      listed: (await client.data(DocumentsDocument, {})).documents,
      one: await client.document(secret.id),
      found: (await client.data(SearchDocument, { query: 'salary of Ada' })).search.passages,
      answer: JSON.stringify(
        await client.data('mutation { ask(input: { question: "What is the salary of Ada?" }) { answer { text } } }'),
      ).includes('4,711'),
      usage: (await client.data(MeDocument, {})).me.tenant.usage,
    });
    expect(await ask()).toMatchObject({
      listed: { totalCount: 2 },
      one: { id: secret.id },
      answer: true,
      usage: { documents: 2 },
    });
    piiAccess = false;
    time += 1_000;
    expect(await ask()).toMatchObject({
      listed: { totalCount: 1, edges: [{ node: { name: 'open.txt' } }] },
      one: null,
      found: [{ documentName: 'open.txt' }],
      answer: false,
      usage: null,
    });
  });
});
