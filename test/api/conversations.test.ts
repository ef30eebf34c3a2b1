import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AnswerDocument,
  type AnswerPartsFragment,
  AskDocument,
  AuditLogDocument,
  ConversationDocument,
  ConversationsDocument,
  CreateConversationDocument,
  DeleteConversationDocument,
  IngestTextDocument,
  RateAnswerDocument,
  RenameConversationDocument,
  ReplaceDocumentDocument,
  UpdateDocumentDocument,
} from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { createScriptedModel, says } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const LEAVE = 'How many days of paid leave do employees get?';
const UNKNOWN = 'f'.repeat(32);

describe('a conversation', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  let bob: Client;
  beforeAll(async () => {
    server = await startTestServer({}, { answerModel: model });
    ada = await server.register();
    bob = await server.join(ada, { role: 'OWNER', piiAccess: true });
    await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
    model.script = says('They get 25 days of paid annual leave [1].');
  });
  afterAll(() => server.close());

  const begin = async (client: Client, title?: string) =>
    (await client.data(CreateConversationDocument, { input: title === undefined ? null : { title } }))
      .createConversation.conversation;
  const ask = async (client: Client, question: string, conversationId?: string): Promise<AnswerPartsFragment> =>
    (await client.data(AskDocument, { input: { question, ...(conversationId && { conversationId }) } })).ask.answer;
  const read = async (client: Client, id: string) => (await client.data(ConversationDocument, { id })).conversation;
  const list = async (client: Client, variables = {}) =>
    (await client.data(ConversationsDocument, variables)).conversations;

  it('keeps what was asked and answered, oldest first, and is named by its first question', async () => {
    const { id, title } = await begin(ada);
    expect(title).toBe('');
    const first = await ask(ada, LEAVE, id);
    expect(first).toMatchObject({ conversationId: id, answered: true, rating: null, withheld: false });
    const events = ada.subscribe(AnswerDocument, {
      input: { question: 'How much leave is paid?', conversationId: id },
    });
    let last: unknown;
    for await (const { data } of events) last = data?.answer;
    const second = last as { answer: AnswerPartsFragment };
    expect(await read(ada, id)).toMatchObject({
      title: LEAVE,
      answers: { totalCount: 2, edges: [{ node: first }, { node: second.answer }] },
    });
  });

  it('is read in pages', async () => {
    const { id } = await begin(ada);
    const asked: string[] = [];
    for (let at = 0; at < 3; at += 1) asked.push((await ask(ada, `${LEAVE} ${at}`, id)).id);
    const page = await ada.data(ConversationDocument, { id, first: 2 });
    const answers = page.conversation?.answers;
    expect(answers).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const next = await ada.data(ConversationDocument, { id, first: 2, after: answers?.pageInfo.endCursor ?? '' });
    const nodes = [...(answers?.edges ?? []), ...(next.conversation?.answers.edges ?? [])];
    expect(nodes.map(({ node }) => node.id)).toEqual(asked);
  });

  it('is read from its end on, too', async () => {
    const { id } = await begin(ada);
    const asked: string[] = [];
    for (let at = 0; at < 3; at += 1) asked.push((await ask(ada, `${LEAVE} ${at}`, id)).id);
    const pageOf = async (variables: { first?: number; last: number; before?: string }) => {
      const { conversation } = await ada.data(ConversationDocument, { id, ...variables });
      if (!conversation) throw new TypeError('It was begun.');
      const { edges, ...rest } = conversation.answers;
      return { ids: edges.map(({ node }) => node.id), ...rest };
    };
    const newest = await pageOf({ last: 2 });
    expect(newest).toMatchObject({
      ids: asked.slice(1),
      totalCount: 3,
      pageInfo: { hasPreviousPage: true, hasNextPage: false },
    });
    expect((await pageOf({ first: 1, last: 2 })).ids).toEqual(newest.ids);
    const before = newest.pageInfo.startCursor ?? '';
    expect(await pageOf({ last: 2, before })).toMatchObject({
      ids: asked.slice(0, 1),
      totalCount: 3,
      pageInfo: { hasPreviousPage: false, hasNextPage: true },
    });
    for (const [variables, message] of [
      [{ last: 2, after: before }, /not by both/],
      [{ before }, /give both/],
      [{ last: 0 }, /last is 0/],
      [{ last: 2, before: 'x' }, /in `before` is not one of this list.*startCursor/],
    ] as const) {
      expect(await ada.error(ConversationDocument, { id, ...variables })).toMatchObject({
        message: expect.stringMatching(message),
        extensions: { code: 'BAD_INPUT' },
      });
    }
  });

  it('is listed for its user, last used first, and found by its title or a question', async () => {
    const client = await server.join(ada, { role: 'EDITOR' });
    const trips = await begin(client, 'Business trips');
    const pay = await begin(client, 'Pay');
    await ask(client, 'Who pays for the ÉCLAIR?', trips.id);
    expect((await list(client)).edges.map(({ node }) => node.id)).toEqual([trips.id, pay.id]);
    expect((await list(client, { contains: 'éclair' })).edges.map(({ node }) => node.id)).toEqual([trips.id]);
    expect((await list(client, { contains: 'PAY' })).totalCount).toBe(2);
    expect(await list(client, { contains: '%' })).toMatchObject({ totalCount: 0, edges: [] });
    const odd = await begin(client);
    await ask(client, 'What\u202e is\u0000 paid?', odd.id);
    expect(await read(client, odd.id)).toMatchObject({ title: 'What is paid?' });
    await client.data(DeleteConversationDocument, { input: { id: odd.id } });
    await client.data(RenameConversationDocument, { input: { id: pay.id, title: ' Salaries \n of all ' } });
    expect((await list(client, { first: 1 })).edges).toMatchObject([{ node: { title: 'Salaries of all' } }]);
    expect(await client.error(RenameConversationDocument, { input: { id: pay.id, title: ' ' } })).toMatchObject({
      extensions: { code: 'BAD_INPUT' },
    });
  });

  it('is there for its user alone, whatever the role of others', async () => {
    const { id } = await begin(ada, 'Private thoughts');
    const answer = await ask(ada, LEAVE, id);
    expect(await read(bob, id)).toBeNull();
    expect((await list(bob)).edges).toEqual([]);
    const refusals = [
      bob.error(RenameConversationDocument, { input: { id, title: 'Mine' } }),
      bob.error(DeleteConversationDocument, { input: { id } }),
      bob.error(AskDocument, { input: { question: LEAVE, conversationId: id } }),
      bob.error(RateAnswerDocument, { input: { id: answer.id, helpful: false } }),
    ];
    for (const refusal of refusals) expect(await refusal).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    expect(await read(ada, id)).toMatchObject({ title: 'Private thoughts', answers: { totalCount: 1 } });
  });

  it('that is unknown is none: a question in it is not answered', async () => {
    const runs = model.runs.length;
    for (const conversationId of [UNKNOWN, 'x', '']) {
      expect(await ada.error(AskDocument, { input: { question: LEAVE, conversationId } })).toMatchObject({
        message: 'There is no such conversation.',
        extensions: { code: 'NOT_FOUND' },
      });
    }
    const events: unknown[] = [];
    for await (const { data } of ada.subscribe(AnswerDocument, { input: { question: LEAVE, conversationId: UNKNOWN } }))
      events.push(data?.answer);
    expect(events).toMatchObject([{ __typename: 'AnswerFailed', code: 'NOT_FOUND', retryable: false }]);
    expect(model.runs).toHaveLength(runs);
  });

  it('that is deleted is gone with its answers, also for one that is just being written', async () => {
    const { id } = await begin(ada);
    const answer = await ask(ada, LEAVE, id);
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    model.script = async function* () {
      yield { type: 'text', text: 'They get' };
      await gate;
      yield { type: 'text', text: ' 25 days [1].' };
      yield { type: 'finished', reason: 'stop' };
    };
    const begun = model.nextRun();
    const asked = ada.error(AskDocument, { input: { question: LEAVE, conversationId: id } });
    await begun;
    await ada.data(DeleteConversationDocument, { input: { id } });
    goOn();
    expect(await asked).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    model.script = says('They get 25 days of paid annual leave [1].');
    expect(await read(ada, id)).toBeNull();
    expect(await ada.error(DeleteConversationDocument, { input: { id } })).toMatchObject({
      extensions: { code: 'NOT_FOUND' },
    });
    expect(await ada.error(RateAnswerDocument, { input: { id: answer.id, helpful: true } })).toMatchObject({
      extensions: { code: 'NOT_FOUND' },
    });
  });

  it('shows what was answered from documents that are others now as not current, and as it was', async () => {
    const document = await ada.ingest('parking.md', 'The car park closes at nine in the evening.');
    const gone = await ada.ingest('parking-old.md', 'The old car park closes at ten in the evening.');
    const { id } = await begin(ada);
    const question = 'When does the car park close in the evening?';
    const answer = await ask(ada, question, id);
    expect(answer.passages.map(({ documentId }) => documentId)).toEqual(expect.arrayContaining([document.id, gone.id]));
    await ada.data(ReplaceDocumentDocument, { input: { id: document.id, text: 'The car park never closes.' } });
    await expect.poll(async () => (await ada.document(document.id))?.version).toBe(2);
    await ada.delete(gone.id);
    const kept = (await read(ada, id))?.answers.edges[0]?.node;
    expect(kept?.text).toBe(answer.text);
    const isCurrent = new Map(kept?.passages.map(({ documentId, current }) => [documentId, current]));
    expect([isCurrent.get(document.id), isCurrent.get(gone.id)]).toEqual([false, false]);
    expect(kept?.passages.map(({ text }) => text)).toEqual(answer.passages.map(({ text }) => text));
  });

  it('withholds what its user may not see any more', async () => {
    const carol = await server.join(ada, { role: 'EDITOR' });
    const { ingestText } = await ada.data(IngestTextDocument, {
      input: { name: 'bonus.md', text: 'The bonus of the year is 4,711 pounds.', wait: true },
    });
    const { id } = await begin(carol);
    model.script = says('The bonus is 4,711 pounds [1].');
    const answer = await ask(carol, 'How much is the bonus of the year?', id);
    expect(answer.text).toContain('4,711');
    model.script = says('As I said, the bonus is 4,711 pounds; and they get 25 days [1].');
    const leave = await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
    const input = { question: LEAVE, conversationId: id, filter: { documentIds: [leave.id] } };
    expect((await carol.data(AskDocument, { input })).ask.answer).toMatchObject({
      text: expect.stringContaining('4,711'),
    });
    await ada.data(UpdateDocumentDocument, { input: { id: ingestText.document.id, containsPii: true } });
    // Nor what a model may have of that answer, which it was told of; an administrator without the right reads neither.
    expect(JSON.stringify(await read(carol, id))).not.toContain('4,711');
    const admin = await server.join(ada, { role: 'ADMIN' });
    expect(JSON.stringify((await admin.data(AuditLogDocument, { first: 10 })).auditLog)).not.toContain('4,711');
    const hidden = (await read(carol, id))?.answers.edges[0]?.node;
    expect(hidden).toMatchObject({ text: '', withheld: true, citations: [], claims: [] });
    expect(JSON.stringify(hidden)).not.toContain('4,711');
    // Nor once it is deleted.
    await ada.delete(ingestText.document.id);
    model.script = says('They get 25 days of paid annual leave [1].');
  });

  it('is rated by who asked', async () => {
    const { id } = await begin(ada);
    const answer = await ask(ada, LEAVE, id);
    const rate = (input: { helpful: boolean; comment?: string }) =>
      ada.data(RateAnswerDocument, { input: { id: answer.id, ...input } });
    expect((await rate({ helpful: false, comment: ' Too\u0007 \n short. ' })).rateAnswer.answer.rating).toEqual({
      helpful: false,
      comment: 'Too short.',
    });
    await rate({ helpful: true });
    expect((await read(ada, id))?.answers.edges[0]?.node.rating).toEqual({ helpful: true, comment: null });
    expect(
      await ada.error(RateAnswerDocument, { input: { id: answer.id, helpful: true, comment: 'x'.repeat(2_001) } }),
    ).toMatchObject({ extensions: { code: 'BAD_INPUT' } });
    const outside = await ask(ada, LEAVE);
    const rated = await ada.data(RateAnswerDocument, { input: { id: outside.id, helpful: true } });
    expect(rated.rateAnswer.answer.rating).toMatchObject({ helpful: true });
  });
});
