import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AnswerDocument,
  AskDocument,
  AuditLogDocument,
  ConversationDocument,
  CreateConversationDocument,
  DeleteConversationDocument,
  DeleteDocumentDocument,
  DeleteTenantDocument,
  DocumentTextDocument,
  IngestTextDocument,
  LoginDocument,
  MeDocument,
  MembersDocument,
  RemoveMemberDocument,
  SearchDocument,
  UpdateDocumentDocument,
  UpdateMemberDocument,
} from '../../schema/typed/graphql.ts';
import { AppError } from '../../src/errors.ts';
import { schema } from '../../src/schema.ts';
import type { Store } from '../../src/store/store.ts';
import type { Client } from '../support/client.ts';
import { rootFieldsOf } from '../support/isolation-operation.ts';
import { createScriptedModel, says, saysThenHangs } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const model = createScriptedModel();
const QUESTION = 'How many days of paid leave do employees get?';
let failing = false;
/** What an entry waits for before it is written. */
let held: Promise<void> | null = null;
let server: TestServer;
let owner: Client;
let leave: string;

/** A store whose logs can't be written to, or only later, while that is wanted. */
const wrapStore = (store: Store): Store => ({
  ...store,
  openTenant: async (id) => {
    const tenant = await store.openTenant(id);
    const append: typeof tenant.audit.append = async (...given) => {
      if (failing) throw new AppError('STORE_UNAVAILABLE', 'The disk is full.');
      await held;
      await tenant.audit.append(...given);
    };
    return { ...tenant, audit: Object.assign(Object.create(tenant.audit), { append }) };
  },
});

beforeAll(async () => {
  server = await startTestServer({}, { answerModel: model, wrapStore });
  owner = await server.register({ email: 'olga@example.org' });
  leave = (await owner.ingest('leave.md', 'Employees get 25 days of paid annual leave.')).id;
});
afterAll(() => server.close());

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** The entries of the log, the first first. */
const read = async (client: Client, filter: object = {}) => {
  const { auditLog } = await client.data(AuditLogDocument, { first: 100, filter });
  return auditLog.edges
    .map(({ node }) => ({ ...node, detail: JSON.parse(node.detail ?? '{}') as Record<string, unknown> }))
    .reverse();
};
const last = async (client: Client, action: string) => (await read(client, { action })).at(-1);

describe('the audit', () => {
  it('knows of every root field what it is called, or that it is none', () => {
    const none = rootFieldsOf(schema)
      .filter(({ extensions }) => extensions['audit'] === 'none')
      .map(({ name }) => name);
    expect(none.sort()).toEqual(
      [
        ...['me', 'system', 'sessions', 'document', 'documents', 'collections', 'tags'],
        ...['members', 'invitations', 'invitation', 'apiTokens', 'modelSettings'],
        ...['conversation', 'conversations', 'answerRun'],
      ]
        .map((name) => `Query.${name}`)
        .concat('Subscription.documentChanged', 'Mutation.deleteTenant', 'Mutation.deleteAccount')
        .sort(),
    );
  });

  it('says who did what, with which rights, and what they were shown', async () => {
    const editor = await server.join(owner, { role: 'EDITOR', collections: ['hr'] });
    const { id } = await editor.ingest('pay.md', 'Wages are paid on Fridays.', { collection: 'hr/pay' });
    await editor.data(SearchDocument, { query: 'When are wages paid?' });
    await editor.data(DocumentTextDocument, { id, start: 3 });
    await editor.data(DeleteDocumentDocument, { input: { id } });
    const entries = await read(owner, { actor: editor.email });
    const who = { actor: editor.email, rights: 'EDITOR, in hr', outcome: 'OK' };
    expect(entries).toMatchObject([
      { ...who, action: 'invitation.accept' },
      {
        ...who,
        action: 'document.ingest',
        target: id,
        detail: { created: true, documents: [id], address: '127.0.0.1' },
      },
      {
        ...who,
        action: 'search.run',
        detail: { documents: [id], question: 'When are wages paid?', questionSha256: sha256('When are wages paid?') },
      },
      { ...who, action: 'document.read', target: id, detail: { documents: [id], start: 3, end: null } },
      { ...who, action: 'document.delete', target: id, detail: { documents: [id] } },
    ]);
    for (const { detail } of entries)
      expect(detail).toMatchObject({ durationMs: expect.any(Number), hash: expect.any(String) });
  });

  it('has what was asked and answered, and its hash', async () => {
    model.script = says('They get 25 days [1].');
    const { ask } = await owner.data(AskDocument, { input: { question: QUESTION } });
    const { text, id } = ask.answer;
    expect(await last(owner, 'answer.ask')).toMatchObject({
      target: id,
      detail: {
        question: QUESTION,
        answer: text,
        answerSha256: sha256(text),
        questionSha256: sha256(QUESTION),
        model: 'scripted',
        documents: [leave],
        answered: true,
      },
    });
  });

  it('has no more than the hash of what was answered in a conversation that is gone', async () => {
    model.script = says('They get 25 days [1].');
    const conversation = async () => (await owner.data(CreateConversationDocument)).createConversation.conversation.id;
    const ask = (conversationId: string) => owner.data(AskDocument, { input: { question: QUESTION, conversationId } });
    const remove = (id: string) => owner.data(DeleteConversationDocument, { input: { id } });
    const [id, other] = [await conversation(), await conversation()];
    const { answer } = (await ask(id)).ask;
    expect(await last(owner, 'answer.ask')).toMatchObject({ detail: { question: QUESTION, answer: answer.text } });
    await remove(id);
    const entry = await last(owner, 'answer.ask');
    expect(entry).toMatchObject({
      target: answer.id,
      detail: { questionSha256: sha256(QUESTION), answerSha256: sha256(answer.text) },
    });
    for (const text of [QUESTION, answer.text]) expect(JSON.stringify(entry)).not.toContain(text);

    // Nor where the entry is written down behind the deletion.
    let write = () => {};
    held = new Promise((resolve) => {
      write = resolve;
    });
    const asked = ask(other);
    const isAnswered = async () => (await owner.data(ConversationDocument, { id: other })).conversation;
    await expect.poll(isAnswered).toMatchObject({ answers: { totalCount: 1 } });
    const removed = remove(other);
    await expect.poll(isAnswered).toBeNull();
    held = null;
    write();
    await removed;
    const late = await last(owner, 'answer.ask');
    expect(late).toMatchObject({ target: (await asked).ask.answer.id, detail: { questionSha256: sha256(QUESTION) } });
    expect(JSON.stringify(late)).not.toContain(QUESTION);
  });

  it('has no more than the hash of what members were answered who were removed', async () => {
    const editor = await server.join(owner, { role: 'EDITOR' });
    const { answer } = (await editor.data(AskDocument, { input: { question: QUESTION } })).ask;
    expect(await last(owner, 'answer.ask')).toMatchObject({ target: answer.id, detail: { question: QUESTION } });
    await owner.data(RemoveMemberDocument, { input: { userId: editor.userId } });
    const entry = await last(owner, 'answer.ask');
    expect(entry).toMatchObject({ target: answer.id, detail: { answerSha256: sha256(answer.text) } });
    for (const text of [QUESTION, answer.text]) expect(JSON.stringify(entry)).not.toContain(text);
  });

  it('follows a streamed answer from its start to its end, whichever that is', async () => {
    const outcomes = async () => (await read(owner, { action: 'answer.ask' })).slice(-2).map(({ outcome }) => outcome);
    const follow = async () => {
      const events: string[] = [];
      for await (const { data } of owner.stream(AnswerDocument, { input: { question: QUESTION } })) {
        events.push(data?.answer.__typename ?? '');
      }
      return events.at(-1);
    };
    model.script = says('They get 25 days [1].');
    expect(await follow()).toBe('AnswerCompleted');
    expect(await outcomes()).toEqual(['STARTED', 'FINISHED']);
    // biome-ignore lint/correctness/useYield: it fails before it says anything
    model.script = async function* () {
      throw new AppError('MODEL_UNAVAILABLE', 'The model is away.');
    };
    expect(await follow()).toBe('AnswerFailed');
    expect(await outcomes()).toEqual(['STARTED', 'FAILED']);
    model.script = saysThenHangs(' so');
    const stream = owner.stream(AnswerDocument, { input: { question: QUESTION } });
    await stream.next();
    await stream.return?.();
    await expect.poll(outcomes).toEqual(['STARTED', 'ABANDONED']);
    // Its passages were shown.
    expect((await last(owner, 'answer.ask'))?.detail['documents']).toEqual([leave]);
  });

  it('has refusals, failures and logins, good and bad, but neither passwords nor tokens', async () => {
    const viewer = await server.join(owner);
    const text = 'Not for me to add.';
    expect(await viewer.error(IngestTextDocument, { input: { name: 'a.txt', text } })).toBeDefined();
    expect(await viewer.error(MembersDocument, {})).toBeDefined();
    const login = (password: string) =>
      server.anonymous().request(LoginDocument, { input: { email: viewer.email, password } });
    await login('wrong horse');
    await login('correct horse');
    const entries = (await read(owner, { actor: viewer.email })).map(({ action, outcome }) => [action, outcome]);
    expect(entries).toEqual(
      expect.arrayContaining([
        ['document.ingest', 'FORBIDDEN'],
        ['access.refuse', 'FORBIDDEN'],
        ['session.login', 'UNAUTHENTICATED'],
        ['session.login', 'OK'],
      ]),
    );
    const bad = (await read(owner, { actor: viewer.email })).find(({ outcome }) => outcome === 'UNAUTHENTICATED');
    const logged = server.log.find(({ name, code }) => name === 'Login' && code === 'UNAUTHENTICATED');
    expect(bad?.detail).toMatchObject({ requestId: logged?.['requestId'], address: expect.any(String) });
    expect(bad?.detail['requestId']).toBeDefined();
    const all = JSON.stringify(await read(owner));
    for (const secret of ['horse', viewer.token, owner.token, text]) expect(all).not.toContain(secret);
  });

  it('has who did not confirm with their password what only they may do', async () => {
    const input = { password: 'wrong horse', confirmName: (await owner.data(MeDocument, {})).me.tenant.name };
    expect(await owner.error(DeleteTenantDocument, { input })).toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
    expect(await last(owner, 'access.refuse')).toMatchObject({
      actor: 'olga@example.org',
      outcome: 'UNAUTHENTICATED',
      detail: { field: 'Mutation.deleteTenant' },
    });
  });

  it('shows an administrator nothing of what they may not see', async () => {
    const admin = await server.join(owner, { role: 'ADMIN' });
    const limited = await server.join(owner, { role: 'ADMIN', piiAccess: true, collections: ['legal'] });
    const secret = await owner.ingest('pii.md', 'The salary of Ada is 4,711.', { containsPii: true });
    const own = await owner.ingest('own.md', 'A diary of the owner.', { visibility: 'PRIVATE' });
    const editor = await server.join(owner, { role: 'EDITOR', piiAccess: true });
    expect(await editor.error(DeleteDocumentDocument, { input: { id: secret.id } })).toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    });
    const contract = await owner.ingest('contract.md', 'A contract with Acme.', { collection: 'legal/acme' });
    const star = await owner.ingest('star.md', 'All about stars.', { collection: '*' });
    await owner.data(SearchDocument, { query: 'What is the salary of Ada?' });
    const idsIn = async (client: Client) => {
      const log = JSON.stringify(await read(client));
      return [leave, secret.id, own.id, contract.id, star.id].map((id) => log.includes(id));
    };
    expect(await idsIn(owner)).toEqual([true, true, true, true, true]);
    expect(await idsIn(admin)).toEqual([true, false, false, true, true]);
    expect(await idsIn(limited)).toEqual([false, false, false, true, false]);
    expect(JSON.stringify(await read(admin))).not.toContain('salary');
    const count = async (client: Client) => (await client.data(AuditLogDocument, { first: 1 })).auditLog.totalCount;
    const before = await count(admin);
    // That, too, was a look at the log.
    expect((await read(admin)).length).toBe(before + 1);
  });

  it('shows them nothing any more of what has gone out of their sight', async () => {
    const admin = await server.join(owner, { role: 'ADMIN' });
    const { id } = await owner.ingest('pay.md', 'The salary of Bob is 5,822.');
    model.script = says('It is 5,822 [1].');
    const input = { question: 'What is the salary of Bob?', filter: { documentIds: [id] } };
    const { ask } = await owner.data(AskDocument, { input });
    const told = async (client: Client) => {
      const log = JSON.stringify(await read(client));
      return [id, ask.answer.id, 'salary of Bob'].map((word) => log.includes(word));
    };
    expect(await told(admin)).toEqual([true, true, true]);
    await owner.data(UpdateDocumentDocument, { input: { id, containsPii: true } });
    expect(await told(admin)).toEqual([false, false, false]);
    const [entry] = (await read(admin, { action: 'answer.ask' })).slice(-1);
    const { sequence, hash } = entry?.detail ?? {};
    expect(entry).toMatchObject({ actor: 'olga@example.org', outcome: 'OK', target: null });
    expect(entry?.detail).toEqual({ withheld: true, sequence, hash });
    expect(await told(owner)).toEqual([true, true, true]);
  });

  it('is a list of pages that fit together', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const {
        auditLog,
      }: {
        auditLog: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor?: string | null } };
      } = await owner.data(AuditLogDocument, {
        first: 7,
        after,
        filter: { before: new Date().toISOString(), action: 'document.ingest' },
      });
      seen.push(...auditLog.edges.map(({ node }) => node.id));
      after = auditLog.pageInfo.hasNextPage ? (auditLog.pageInfo.endCursor ?? null) : null;
    } while (after);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe((await read(owner, { action: 'document.ingest' })).length);
    expect(await owner.error(AuditLogDocument, { after: 'nonsense' })).toMatchObject({
      extensions: { code: 'BAD_INPUT' },
    });
  });

  it('that cannot be written lets nothing be answered', async () => {
    const { userId } = await server.join(owner);
    model.script = says('They get 25 days [1].');
    failing = true;
    try {
      const unavailable = { extensions: { code: 'STORE_UNAVAILABLE' } };
      const search = await owner.error(SearchDocument, { query: QUESTION });
      expect(search).toMatchObject({ message: expect.stringContaining('nothing is answered'), ...unavailable });
      expect(await owner.error(AskDocument, { input: { question: QUESTION } })).toMatchObject(unavailable);
      const update = await owner.error(UpdateMemberDocument, { input: { userId, role: 'EDITOR' } });
      expect(update).toMatchObject({ message: expect.stringContaining('was done, but'), ...unavailable });
      const stream = owner.stream(AnswerDocument, { input: { question: QUESTION } });
      expect((await stream.next()).value).toMatchObject({ errors: [unavailable] });
      // What needs no entry goes on.
      expect(await owner.document(leave)).not.toBeNull();
    } finally {
      failing = false;
    }
    expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/carrel_audit_failures_total [1-9]/);
    expect((await owner.data(SearchDocument, { query: QUESTION })).search.passages).not.toEqual([]);
  });
});
