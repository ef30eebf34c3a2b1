import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AcceptInvitationDocument,
  AnswerDocument,
  type AnswerSubscription,
  AskDocument,
  AuditLogDocument,
  CreateApiTokenDocument,
  DeleteDocumentDocument,
  DeleteTenantDocument,
  DocumentChangedDocument,
  DocumentsDocument,
  DocumentTextDocument,
  IngestTextDocument,
  InviteMemberDocument,
  MeDocument,
  RemoveMemberDocument,
  RevokeApiTokenDocument,
  SearchDocument,
  SwitchTenantDocument,
  UpdateMemberDocument,
} from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../support/client.ts';
import { openSocket } from '../support/raw-socket.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

type Person = Client & { readonly email: string; readonly userId: string };

const GROWTH = 'What was the revenue growth in the third quarter?';
const SALARY = 'What is the salary of Dana?';
const ON_CALL = 'Who is on call at the weekend?';
const code = (expected: string, more: object = {}) => ({ extensions: { code: expected }, ...more });

/** What each company brings in, by the name of the document. One sentence is on the same matter at all three. */
const TEXTS = {
  'q3-report.md': '# Third quarter\n\nThe revenue growth of Acme in the third quarter was 14 percent.\n',
  'acme-rota.txt': 'At Acme, Alma is on call at the weekend.',
  'salaries.md': '# Salaries\n\nThe salary of Dana is 4,711 a month.\n',
  'runbook.md': '# Runbook\n\nTo restart the gateway, drain the node zeta-9 and start the failover.\n',
  'globex-rota.txt': 'At Globex, Gus is on call at the weekend.',
  'architecture.md': '# Architecture\n\nThe billing service writes to the ledger cluster kappa.\n',
  'handbook.md': '# Handbook\n\nEmployees of Initech get 25 days of paid leave.\n',
  'initech-rota.txt': 'At Initech, Imo is on call at the weekend.',
};

let server: TestServer;
// Acme reports: Amy owns it, Alice reads, Ed writes.
let amy: Client;
let alice: Person;
let ed: Person;
// Globex keeps wikis and runbooks: it is Bob's.
let bob: Client;
// Initech is about people: Ivy owns it, Ian reads.
let ivy: Client;
let ian: Person;
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startTestServer();
  amy = await server.register({ email: 'amy@acme.example', organization: 'Acme' });
  bob = await server.register({ email: 'bob@globex.example', organization: 'Globex' });
  ivy = await server.register({ email: 'ivy@initech.example', organization: 'Initech' });
  alice = await server.join(amy, { email: 'alice@acme.example' });
  ed = await server.join(amy, { email: 'ed@acme.example', role: 'EDITOR' });
  ian = await server.join(ivy, { email: 'ian@initech.example' });
  const ingest = async (who: Client, name: keyof typeof TEXTS, containsPii = false) => {
    ids[name] = (await who.ingest(name, TEXTS[name], { containsPii })).id;
  };
  for (const name of ['q3-report.md', 'acme-rota.txt'] as const) await ingest(ed, name);
  await ingest(amy, 'salaries.md', true);
  for (const name of ['runbook.md', 'globex-rota.txt', 'architecture.md'] as const) await ingest(bob, name);
  for (const name of ['handbook.md', 'initech-rota.txt'] as const) await ingest(ivy, name);
});
afterAll(() => server.close());

const ask = async (who: Client, question: string) => (await who.data(AskDocument, { input: { question } })).ask.answer;
const search = async (who: Client, query: string) =>
  (await who.data(SearchDocument, { query, topK: 20 })).search.passages.map(({ documentName }) => documentName);
const list = async (who: Client) => {
  const { documents } = await who.data(DocumentsDocument, {});
  return { names: documents.edges.map(({ node }) => node.name).sort(), total: documents.totalCount };
};
/** The first result of a subscription, which is left then. */
const first = async <T>(results: AsyncIterable<T>) => {
  for await (const result of results) return result;
  throw new Error('There was no result.');
};
/** Whatever somebody may try to get at a document of which they have the id. */
const tryAll = async (who: Client, id: string) =>
  JSON.stringify([
    await who.document(id),
    await who.data(DocumentTextDocument, { id }),
    await who.data(DocumentsDocument, { filter: { documentIds: [id] } }),
    await who.data(SearchDocument, { query: 'gateway ledger billing', filter: { documentIds: [id] } }),
    await first(who.subscribe(DocumentChangedDocument, { id })),
    await first(who.stream(DocumentChangedDocument, { id })),
  ]).replaceAll(/"requestId":"[^"]+"/g, '');

// The nine checks that AskAcme shows.
describe('three companies on one server', () => {
  it('find it healthy before anybody has logged in', async () => {
    const response = await fetch(`${server.url}/healthz`);
    expect(response.status).toBe(200);
  });

  it('are refused without a token, over HTTP, SSE and sockets', async () => {
    const missing = { extensions: { code: 'UNAUTHENTICATED', reason: 'MISSING' } };
    const nobody = server.anonymous();
    expect(await nobody.error(AskDocument, { input: { question: GROWTH } })).toMatchObject(missing);
    const { value } = await nobody.stream(AnswerDocument, { input: { question: GROWTH } }).next();
    expect(value).toMatchObject({ errors: [missing] });
    const socket = await openSocket(server.url);
    socket.send({ type: 'connection_init' });
    expect(await socket.closed).toMatchObject({ code: 4403 });
  });

  it('answer Alice of Acme about revenue growth, with the source', async () => {
    const answer = await ask(alice, GROWTH);
    expect(answer.text).toContain('14 percent');
    expect(answer.citations).toMatchObject([{ marker: 1, passage: { documentId: ids['q3-report.md'] } }]);
  });

  it('hide salaries from Alice, who has no right to personal data, and show them to Amy, who has', async () => {
    expect(await search(amy, SALARY)).toContain('salaries.md');
    expect((await ask(amy, SALARY)).text).toContain('4,711');
    expect(await search(alice, SALARY)).not.toContain('salaries.md');
    expect(JSON.stringify(await ask(alice, SALARY))).not.toMatch(/4,711|salaries\.md/);
    expect(await tryAll(alice, ids['salaries.md'] ?? '')).toBe(await tryAll(alice, 'f'.repeat(32)));
  });

  it('list their own documents only: two for Alice, and for Amy the hidden one too', async () => {
    expect(await list(alice)).toEqual({ names: ['acme-rota.txt', 'q3-report.md'], total: 2 });
    expect(await list(amy)).toEqual({ names: ['acme-rota.txt', 'q3-report.md', 'salaries.md'], total: 3 });
    expect(await list(bob)).toEqual({ names: ['architecture.md', 'globex-rota.txt', 'runbook.md'], total: 3 });
    expect(await list(ian)).toEqual({ names: ['handbook.md', 'initech-rota.txt'], total: 2 });
  });

  it.each([
    ['the runbook of Globex from Acme', () => alice, 'runbook.md', 'How do I restart the gateway?', 'zeta-9'],
    ['the architecture of Globex from Initech', () => ian, 'architecture.md', 'Where does billing write to?', 'kappa'],
  ])('hide %s', async (_what, who, name, question, secret) => {
    expect((await ask(bob, question)).text).toContain(secret);
    expect(JSON.stringify(await ask(who(), question))).not.toContain(secret);
    expect(await search(who(), question)).not.toContain(name);
    expect(await tryAll(who(), ids[name] ?? '')).toBe(await tryAll(who(), 'f'.repeat(32)));
  });

  it('let no viewer add a document, and say which role it takes', async () => {
    const input = { name: 'rumours.txt', text: 'What Alice has heard.' };
    expect(await alice.error(IngestTextDocument, { input })).toMatchObject(
      code('FORBIDDEN', { message: 'This needs the role EDITOR or higher; yours is VIEWER.' }),
    );
    expect((await list(amy)).total).toBe(3);
  });

  it('let no editor delete what others added, and say which role it takes', async () => {
    const { id } = await amy.ingest('plan.txt', 'The plan of Amy.');
    expect(await ed.error(DeleteDocumentDocument, { input: { id } })).toMatchObject(
      code('FORBIDDEN', { message: expect.stringContaining('needs the role ADMIN or higher; yours is EDITOR') }),
    );
    expect(await ed.document(id)).toMatchObject({ name: 'plan.txt' });
    await amy.delete(id);
    expect(await ed.document(id)).toBeNull();
  });
});

// What we ask beyond them.
describe('the people of these companies', () => {
  it('ask the same question, and each gets the answer of their own company', async () => {
    const answers = await Promise.all([alice, bob, ian].map((who) => ask(who, ON_CALL)));
    expect(answers.map(({ text }) => /Alma|Gus|Imo/g[Symbol.match](text))).toEqual([['Alma'], ['Gus'], ['Imo']]);
  });

  it('stay in their company whatever header, cookie or address names another', async () => {
    const { me } = await bob.data(MeDocument, {});
    const response = await fetch(`${server.url}/graphql?tenantId=${me.tenant.id}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${alice.token}`,
        'x-tenant-id': me.tenant.id,
        'x-forwarded-host': 'globex.example',
        cookie: `tenant=${me.tenant.id}`,
      },
      body: JSON.stringify({ query: '{ me { tenant { name } } documents { edges { node { name } } } }' }),
    });
    const body = JSON.stringify(await response.json());
    expect(body).toContain('"name":"Acme"');
    expect(body).not.toMatch(/Globex|globex|runbook|architecture/);
  });

  it.each(['subscribe', 'stream'] as const)('follow an answer as it is written, to its source (%s)', async (over) => {
    const events: AnswerSubscription['answer'][] = [];
    for await (const { data } of alice[over](AnswerDocument, { input: { question: GROWTH } })) {
      if (data) events.push(data.answer);
    }
    expect(events[0]).toMatchObject({ __typename: 'AnswerStarted' });
    const last = events.at(-1);
    if (last?.__typename !== 'AnswerCompleted') throw new Error(`The answer ended with ${last?.__typename}.`);
    const deltas = events.flatMap((event) => (event.__typename === 'AnswerDelta' ? [event.text] : []));
    expect(deltas.join('')).toBe(last.answer.text);
    const [{ passage } = { passage: null }] = last.answer.citations;
    if (!passage) throw new Error('Nothing is cited.');
    const { documentId: id, start, end } = passage;
    const { document } = await alice.data(DocumentTextDocument, { id, start, end });
    expect(document?.text).toBe(passage.text);
  });

  it('hear of what their own company adds, while the others add and delete', async () => {
    const stream = bob.subscribe(DocumentChangedDocument, {});
    for (let there = 0; there < 3; there += 1) await stream.next();
    const foreign = await ed.ingest('news.txt', 'News of Acme.');
    await ed.delete(foreign.id);
    const { id } = await bob.ingest('wiki.txt', 'A page of the wiki of Globex.');
    for await (const { data } of stream) {
      expect(data?.documentChanged.documentId).toBe(id);
      if (data?.documentChanged.document?.status === 'SEARCHABLE') break;
    }
    await bob.delete(id);
  });

  it('keep notes to themselves: those of Ed are not even for Amy, who owns the company', async () => {
    const { id } = await ed.ingest('diary.txt', 'Ed thinks of leaving for Globex.', { visibility: 'PRIVATE' });
    expect(await search(ed, 'Who thinks of leaving?')).toContain('diary.txt');
    expect(await search(amy, 'Who thinks of leaving?')).not.toContain('diary.txt');
    expect(await tryAll(amy, id)).toBe(await tryAll(amy, 'f'.repeat(32)));
    await ed.delete(id);
  });

  it('see the papers of their department and those below it, and no others', async () => {
    const pam = await server.join(ivy, { collections: ['hr'] });
    const add = (name: string, collection: string) => ivy.ingest(name, `All about ${name}.`, { collection });
    const added = [await add('leave.txt', 'hr/leave'), await add('hiring.txt', 'hr'), await add('tax.txt', 'finance')];
    expect(await list(pam)).toEqual({ names: ['hiring.txt', 'leave.txt'], total: 2 });
    expect(await search(pam, 'All about tax')).not.toContain('tax.txt');
    for (const { id } of added) await ivy.delete(id);
  });

  it('see more at once when they are trusted, and less at once when they are not', async () => {
    const trust = (piiAccess: boolean) =>
      amy.data(UpdateMemberDocument, { input: { userId: alice.userId, piiAccess } });
    await trust(true);
    expect((await ask(alice, SALARY)).text).toContain('4,711');
    const socket = await openSocket(server.url);
    await socket.init(alice.token);
    socket.subscribe('1', print(DocumentChangedDocument));
    await socket.nextOf('1');
    await trust(false);
    expect(await socket.closed).toMatchObject({ code: 4403 });
    expect(await list(alice)).toEqual({ names: ['acme-rota.txt', 'q3-report.md'], total: 2 });
    expect((await ask(alice, SALARY)).text).not.toContain('4,711');
  });

  it('let a program in by a token of its own, with less than they may, until they revoke it', async () => {
    const { createApiToken } = await bob.data(CreateApiTokenDocument, { input: { name: 'pager' } });
    const pager = createClient(server.url, createApiToken.token);
    expect((await ask(pager, ON_CALL)).text).toContain('Gus');
    expect(await pager.error(IngestTextDocument, { input: { name: 'a.txt', text: 'Beep.' } })).toMatchObject(
      code('FORBIDDEN'),
    );
    const stream = pager.stream(DocumentChangedDocument, {});
    await stream.next();
    await bob.data(RevokeApiTokenDocument, { input: { id: createApiToken.apiToken.id } });
    const ends = [];
    for await (const { errors } of stream) ends.push(...(errors ?? []));
    expect(ends).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', reason: 'REVOKED' } }]);
    expect(await pager.error(MeDocument, {})).toMatchObject(code('UNAUTHENTICATED'));
  });

  it('may work for two companies, and see in each what is there', async () => {
    const { inviteMember } = await bob.data(InviteMemberDocument, { input: { email: alice.email } });
    const { acceptInvitation } = await alice.data(AcceptInvitationDocument, { input: { token: inviteMember.token } });
    const atGlobex = createClient(server.url, acceptInvitation.accessToken);
    expect((await ask(atGlobex, ON_CALL)).text).toContain('Gus');
    expect((await ask(alice, ON_CALL)).text).toContain('Alma');
    const { me } = await atGlobex.data(MeDocument, {});
    const acme = me.memberships.find(({ tenantName }) => tenantName === 'Acme');
    const { switchTenant } = await atGlobex.data(SwitchTenantDocument, { input: { tenantId: acme?.tenantId ?? '' } });
    const back = createClient(server.url, switchTenant.accessToken);
    expect(await list(back)).toEqual(await list(alice));
    expect(await tryAll(back, ids['runbook.md'] ?? '')).toBe(await tryAll(back, 'f'.repeat(32)));
    await bob.data(RemoveMemberDocument, { input: { userId: alice.userId } });
    expect(await atGlobex.error(MeDocument, {})).toMatchObject(code('UNAUTHENTICATED'));
    expect((await alice.data(MeDocument, {})).me.memberships).toHaveLength(1);
  });

  it('find in their log who asked what, and nothing that happened elsewhere', async () => {
    const logOf = async (who: Client) => (await who.data(AuditLogDocument, { first: 100 })).auditLog.edges;
    const asked = (await logOf(amy)).filter(({ node }) => node.action === 'answer.ask' && node.actor === alice.email);
    expect(JSON.stringify(asked)).toContain(GROWTH);
    const foreign = JSON.stringify(await logOf(ivy));
    for (const name of ['acme.example', 'globex.example', GROWTH, ids['runbook.md'] ?? '']) {
      expect(foreign).not.toContain(name);
    }
    expect(await alice.error(AuditLogDocument, {})).toMatchObject(code('FORBIDDEN'));
  });

  it('leave, and are let in no more, while what they added stays', async () => {
    await amy.data(RemoveMemberDocument, { input: { userId: ed.userId } });
    expect(await ed.error(MeDocument, {})).toMatchObject(code('UNAUTHENTICATED'));
    const { value } = await ed.stream(DocumentChangedDocument, {}).next();
    expect(value).toMatchObject({ errors: [code('UNAUTHENTICATED')] });
    expect((await ask(alice, GROWTH)).citations).toMatchObject([{ passage: { documentId: ids['q3-report.md'] } }]);
  });

  it('close their company, which ends it for all of them and for nobody else', async () => {
    const input = { password: 'correct horse', confirmName: 'Initech' };
    expect(await ian.error(DeleteTenantDocument, { input })).toMatchObject(code('FORBIDDEN'));
    const { deleteTenant } = await ivy.data(DeleteTenantDocument, { input });
    expect(deleteTenant).toMatchObject({ documents: 2, chunks: 2 });
    for (const who of [ivy, ian]) expect(await who.error(MeDocument, {})).toMatchObject(code('UNAUTHENTICATED'));
    expect((await ask(alice, ON_CALL)).text).toContain('Alma');
    expect((await ask(bob, ON_CALL)).text).toContain('Gus');
  });
});
