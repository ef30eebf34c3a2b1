import type { GraphQLSchema } from 'graphql';
import {
  ApiTokensDocument,
  AskDocument,
  AuditLogDocument,
  ConversationsDocument,
  CreateApiTokenDocument,
  CreateConversationDocument,
  DocumentsDocument,
  InvitationsDocument,
  InviteMemberDocument,
  LoginDocument,
  MeDocument,
  MembersDocument,
  SessionsDocument,
} from '../../schema/typed/graphql.ts';
import type { Client } from './client.ts';
import { call, forgedCursor, isServed, UNKNOWN_ID, variablesOf, withId } from './isolation-call.ts';
import { type IdArgument, type RootField, rootFieldsOf } from './isolation-operation.ts';
import type { Party } from './isolation-party.ts';
import { kindOf, TABLE, type TableEntry } from './isolation-table.ts';
import type { TestServer } from './server.ts';

/** Two documents in a new tenant, alike in all tenants but for the canary. */
export async function createParty(server: TestServer, name: string): Promise<Party> {
  const canary = `CANARY-${name.toUpperCase()}`;
  const client = await server.register({ email: `${name}@example.com`, organization: `Organisation of ${name}` });
  await client.ingest('vault.md', `# Vault\n\nThe code of the vault is ${canary}-1.\n`);
  await client.ingest('old-vault.md', `# Old vault\n\nThe code of the old vault was ${canary}-2.\n`);
  const { documents } = await client.data(DocumentsDocument, {});
  const { me } = await client.data(MeDocument, {});
  return {
    client,
    canary,
    documentIds: documents.edges.map(({ node }) => node.id),
    cursors: documents.edges.map(({ cursor }) => cursor),
    tenantId: me.tenant.id,
    userId: me.user?.id ?? '',
    ids: await createIds(server, client, { name, tenantId: me.tenant.id }),
    email: `${name}@example.com`,
  };
}

/** A second login, another member and an invitation. */
async function createIds(
  server: TestServer,
  client: Client,
  { name, tenantId }: { name: string; tenantId: string },
): Promise<Party['ids']> {
  const login = { email: `${name}@example.com`, password: 'correct horse' };
  await client.data(LoginDocument, { input: login });
  const { sessions } = await client.data(SessionsDocument, {});
  const { userId } = await server.join(client, { email: `member-of-${name}@example.com` });
  await client.data(InviteMemberDocument, { input: { email: `guest-of-${name}@example.com` } });
  const [invitation] = (await client.data(InvitationsDocument, {})).invitations.edges;
  await client.data(CreateApiTokenDocument, { input: { name: `token of ${name}` } });
  const [apiToken] = (await client.data(ApiTokensDocument, {})).apiTokens.edges;
  const { createConversation } = await client.data(CreateConversationDocument, {});
  const conversationId = createConversation.conversation.id;
  const { ask } = await client.data(AskDocument, {
    input: { question: 'What is the code of the vault?', conversationId },
  });
  const [conversation] = (await client.data(ConversationsDocument, {})).conversations.edges;
  const [entry] = (await client.data(AuditLogDocument, {})).auditLog.edges;
  const members = (await client.data(MembersDocument, {})).members.edges;
  return {
    session: { id: sessions.find(({ current }) => !current)?.id ?? '' },
    member: { id: userId, cursor: members[0]?.cursor ?? '' },
    tenant: { id: tenantId },
    auditEntry: { id: entry?.node.id ?? '', cursor: entry?.cursor ?? '' },
    conversation: { id: conversationId, cursor: conversation?.cursor ?? '' },
    answer: { id: ask.answer.id },
    apiToken: { id: apiToken?.node.id ?? '', cursor: apiToken?.cursor ?? '' },
    invitation: { id: invitation?.node.id ?? '', cursor: invitation?.cursor ?? '' },
  };
}

/**
 * Walks a schema's root fields, and every argument of theirs that takes an id, as a member of one tenant who knows all
 * ids of another.
 * @returns what is wrong, a sentence each; nothing when the tenants are kept apart
 */
export async function findLeaks(server: TestServer, schema: GraphQLSchema): Promise<string[]> {
  const [stranger, owner] = [await createParty(server, 'mallory'), await createParty(server, 'bob')];
  const order = [undefined, 'object', 'session'];
  const placeOf = ({ name }: RootField) => order.indexOf(TABLE[name]?.destroys);
  const fields = rootFieldsOf(schema).sort((a, b) => placeOf(a) - placeOf(b));
  const findings = compareWithTable(fields);

  for (const field of fields) {
    const entry = TABLE[field.name];
    if (!entry) continue;
    if (entry.scope === 'required') {
      findings.push(...(await askPlainly(field, entry, { stranger, owner })));
      findings.push(...(await askAnonymously(field, entry, server.anonymous())));
    }
    for (const argument of field.ids) findings.push(...(await askWithIds(field, entry, argument, { stranger, owner })));
  }
  for (const field of fields) {
    const entry = TABLE[field.name];
    for (const argument of entry ? field.ids : []) {
      if (entry) findings.push(...(await askAsOwner(field, entry, argument, owner)));
    }
  }
  return findings;
}

function compareWithTable(fields: readonly RootField[]): string[] {
  const names = new Set(fields.map(({ name }) => name));
  return [
    ...Object.keys(TABLE).flatMap((name) => (names.has(name) ? [] : [`${name} is in the table, not in the schema.`])),
    ...fields.flatMap(({ name, extensions }) => {
      const entry = TABLE[name];
      if (!entry) return [`${name} has no entry in the table.`];
      const { access } = extensions;
      const scope = access === 'public' ? 'public' : 'required';
      return entry.scope === scope ? [] : [`${name} is ${String(access)}, in the table ${entry.scope}.`];
    }),
  ];
}

type Parties = { readonly stranger: Party; readonly owner: Party };

/** Without any id: nothing of the other tenant in what comes back. */
async function askPlainly(field: RootField, entry: TableEntry, { stranger, owner }: Parties): Promise<string[]> {
  return secretsIn(await call(stranger.client, field, entry, variablesOf(entry, stranger)), owner).map(
    (secret) => `${field.name} gives ${secret} to another tenant.`,
  );
}

async function askAnonymously(field: RootField, entry: TableEntry, anonymous: Client): Promise<string[]> {
  const response = JSON.parse(await call(anonymous, field, entry, variablesOf(entry, { email: '' })));
  const { code, reason } = response.errors?.[0]?.extensions ?? {};
  const holdsNothing = Object.values(response.data ?? {}).every((value) => value === null);
  const isRefused = code === 'UNAUTHENTICATED' && reason === 'MISSING' && holdsNothing;
  return isRefused ? [] : [`${field.name} does not refuse who is not logged in.`];
}

/** With an id of the other tenant, of whatever kind: exactly what an unknown one gets. */
async function askWithIds(
  field: RootField,
  entry: TableEntry,
  argument: IdArgument,
  { stranger, owner }: Parties,
): Promise<string[]> {
  const where = `${field.name}(${argument.path})`;
  const ask = (id: string) => call(stranger.client, field, entry, withId(variablesOf(entry, stranger), argument, id));
  const [first = ''] = owner.documentIds;
  const unknown = await ask(argument.isCursor ? forgedCursor(owner.cursors[0] ?? '') : UNKNOWN_ID);
  const ids = entry.scope === 'public' ? [owner.tenantId] : idsOf(owner);
  const theirs = argument.isCursor ? [owner.cursors[0] ?? ''] : ids;
  const malformed = argument.isCursor ? [] : ['', 'x'.repeat(300), `../${first}`, first.toUpperCase(), `${first}\0`];

  const asked = await Promise.all([...theirs, ...malformed].map(async (id) => ({ id, response: await ask(id) })));
  return asked.flatMap(({ id, response }) => [
    ...(response === unknown
      ? []
      : [
          `${where} answers ${malformed.includes(id) ? 'a malformed id' : "another tenant's id"} otherwise than an unknown one: ${response}`,
        ]),
    ...secretsIn(response, owner).map((secret) => `${where} gives ${secret} to another tenant.`),
  ]);
}

/** The positive control: what the stranger does not get is there, and its owner gets it. */
async function askAsOwner(field: RootField, entry: TableEntry, argument: IdArgument, owner: Party): Promise<string[]> {
  const kind = kindOf(entry, argument);
  const other = kind ? owner.ids[kind] : { id: owner.documentIds.at(-1), cursor: owner.cursors[0] };
  const id = (argument.isCursor ? other.cursor : other.id) ?? '';
  const response = await call(owner.client, field, entry, withId(variablesOf(entry, owner), argument, id));
  const isGiven =
    isServed(response, entry) && (kind || entry.refusal || entry.saysNothing || secretsIn(response, owner).length > 0);
  return isGiven ? [] : [`${field.name}(${argument.path}) does not give its owner what is theirs: ${response}`];
}

/** Which of a party's secrets a response holds. */
export function secretsIn(response: string, party: Party): string[] {
  return [party.canary, ...party.cursors, party.email, ...idsOf(party)].filter((secret) => response.includes(secret));
}

function idsOf({ documentIds, tenantId, userId, ids }: Party): string[] {
  return [...documentIds, tenantId, userId, ...Object.values(ids).map(({ id }) => id)];
}
