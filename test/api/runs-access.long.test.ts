import { print } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AnswerDocument,
  AnswerResumedDocument,
  AnswerRunDocument,
  AskDocument,
  CreateConversationDocument,
  LoginDocument,
  StartAnswerDocument,
  StopAnswerDocument,
  UpdateDocumentDocument,
  UpdateMemberDocument,
} from '../../schema/typed/graphql.ts';
import { RUN_LIMITS } from '../../src/limits.ts';
import { indexesOf, resume, STEPS, STEPS_TEXT, steps, textOf } from '../support/answer-steps.ts';
import { type Client, createClient } from '../support/client.ts';
import { openSocket } from '../support/raw-socket.ts';
import { createScriptedModel, says, saysThenHangs } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const QUESTION = 'How many days of paid leave do employees get?';
const SECRET = 'Employees get 25 days of paid annual leave.';

describe('an answer on its way whose reader', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  let documentId: string;
  const startServer = async (env: Record<string, string> = {}) => {
    server = await startTestServer(
      { MODEL_CONCURRENCY: '1000', MODEL_QUEUE_LIMIT: '1000', ...env },
      { answerModel: model },
    );
    ada = await server.register();
    documentId = (await ada.ingest('leave.md', SECRET)).id;
  };
  beforeEach(() => startServer());
  afterEach(() => server.close());

  const begin = async (client: Client, input = {}) => {
    const writing = steps();
    model.script = writing.script;
    const begun = model.nextRun();
    const { startAnswer } = await client.data(StartAnswerDocument, { input: { question: QUESTION, ...input } });
    return { id: startAnswer.run.id, allow: writing.allow, run: await begun };
  };
  const find = async (client: Client, id: string) => (await client.data(AnswerRunDocument, { id })).answerRun;

  it.each([
    ['holds personal data', { containsPii: true }],
    ['is private', { visibility: 'PRIVATE' as const }],
  ])('may not see any more what it is from, which now %s, sees nothing of it', async (_what, change) => {
    const carol = await server.join(ada, { role: 'EDITOR' });
    const { id, allow } = await begin(carol);
    allow(3);
    await expect.poll(() => find(carol, id)).toMatchObject({ text: 'word0 word1 word2' });
    await ada.data(UpdateDocumentDocument, { input: { id: documentId, ...change } });
    expect(await find(carol, id)).toMatchObject({ status: 'RUNNING', text: '', answer: null });
    await expect(resume(carol, id, null)).rejects.toThrow('NOT_FOUND');
    await expect(resume(carol, id, 1)).rejects.toThrow('NOT_FOUND');
    allow(100);
    await expect.poll(() => find(carol, id)).toMatchObject({ status: 'COMPLETED', text: '' });
    const ended = await find(carol, id);
    expect(ended?.answer).toMatchObject({ text: '', withheld: true, citations: [], claims: [] });
    expect(JSON.stringify(ended)).not.toContain('25 days');
    await expect(resume(carol, id, null)).rejects.toThrow('NOT_FOUND');
  });

  it('may not see any more what an earlier answer is from, of which its model was told, sees nothing of it', async () => {
    const carol = await server.join(ada, { role: 'EDITOR' });
    const { createConversation } = await carol.data(CreateConversationDocument, { input: null });
    const conversationId = createConversation.conversation.id;
    model.script = says('They get 25 days [1].');
    await carol.data(AskDocument, { input: { question: QUESTION, conversationId } });
    const tea = await ada.ingest('cups.md', 'How many days of tea do employees get? As many as they like.');
    const input = { question: 'How many of these are paid?', conversationId, filter: { documentIds: [tea.id] } };
    const { id, allow } = await begin(carol, input);
    allow(3);
    await expect.poll(() => find(carol, id)).toMatchObject({ text: 'word0 word1 word2' });
    await ada.data(UpdateDocumentDocument, { input: { id: documentId, containsPii: true } });
    expect(await find(carol, id)).toMatchObject({ status: 'RUNNING', text: '' });
    await expect(resume(carol, id, null)).rejects.toThrow('NOT_FOUND');
    await carol.data(StopAnswerDocument, { input: { id } });
    expect(await find(carol, id)).toMatchObject({ status: 'STOPPED', text: '' });
    await ada.data(UpdateDocumentDocument, { input: { id: documentId, containsPii: false } });
    expect(await find(carol, id)).toMatchObject({ status: 'STOPPED', text: 'word0 word1 word2' });
  });

  it('reads on in what it is from though that is deleted', async () => {
    const { id, allow } = await begin(ada);
    allow(3);
    await ada.delete(documentId);
    allow(100);
    const events = await resume(ada, id, 0);
    expect(indexesOf(events)).toEqual(STEPS.slice(1).map((_, at) => 1 + at));
    await expect.poll(() => find(ada, id)).toMatchObject({ status: 'COMPLETED', text: STEPS_TEXT });
    expect((await find(ada, id))?.answer?.passages).toMatchObject([{ current: false }]);
  });

  it('has other rights than before ends with a reason', async () => {
    const carol = await server.join(ada, { role: 'EDITOR', piiAccess: true });
    const { id, allow, run } = await begin(carol);
    allow(3);
    await expect.poll(() => find(carol, id)).toMatchObject({ text: 'word0 word1 word2' });
    await ada.data(UpdateMemberDocument, { input: { userId: carol.userId, piiAccess: false } });
    await run.ended;
    expect(run.signal.aborted).toBe(true);
    const { login } = await server
      .anonymous()
      .data(LoginDocument, { input: { email: carol.email, password: 'correct horse' } });
    const again = createClient(server.url, login.accessToken);
    await expect.poll(() => find(again, id)).toMatchObject({ status: 'FAILED', code: 'UNAUTHENTICATED' });
  });

  it('has to log in again goes on with a new token, and is a reader no more until then', async () => {
    await server.close();
    // 2 seconds
    await startServer({ ACCESS_TOKEN_MINUTES: '0.034' });
    const writing = steps();
    model.script = writing.script;
    const email = 'dora@example.com';
    const login = async () =>
      (await server.anonymous().data(LoginDocument, { input: { email, password: 'correct horse' } })).login.accessToken;
    const dora = await server.register({ email });
    await dora.ingest('leave.md', SECRET);
    const begun = model.nextRun();
    const fresh = createClient(server.url, await login());
    const stream = fresh.stream(AnswerDocument, { input: { question: QUESTION, resumable: true } });
    writing.allow(2);
    let id = '';
    const before = [];
    for await (const { data } of stream) {
      if (!data) continue;
      before.push(data.answer);
      if (data.answer.__typename === 'AnswerStarted') id = data.answer.answerId;
    }
    expect(before.at(-1)).toMatchObject({ __typename: 'AnswerFailed', code: 'UNAUTHENTICATED' });
    expect(textOf(before)).toBe('word0 word1');
    const run = await begun;
    expect(run.signal.aborted).toBe(false);

    const socket = await openSocket(server.url);
    await socket.init(await login());
    socket.subscribe('1', print(AnswerResumedDocument), { answerId: id, after: 1 });
    writing.allow(1);
    expect((await socket.nextOf('1')).payload.data.answerResumed).toMatchObject({ index: 2 });
    // As its last reader.
    socket.send({ type: 'complete', id: '1' });
    await run.ended;
    expect(run.signal.aborted).toBe(true);
    socket.close();
  });

  it('asks for another id than theirs gets nothing', async () => {
    const { id, allow } = await begin(ada);
    const bob = await server.register();
    const carol = await server.join(ada, { role: 'OWNER', piiAccess: true });
    for (const client of [bob, carol]) {
      expect(await find(client, id)).toBeNull();
      await expect(resume(client, id, null)).rejects.toThrow('NOT_FOUND');
      expect(await client.error(StopAnswerDocument, { input: { id } })).toMatchObject({
        extensions: { code: 'NOT_FOUND' },
      });
    }
    for (const odd of [
      '',
      'x',
      '0'.repeat(32),
      `${id}:0`,
      ` ${id}`,
      '\u0000',
      '../answers',
      '{"$gt":""}',
      'x'.repeat(5_000),
    ]) {
      expect(await find(ada, odd)).toBeNull();
      await expect(resume(ada, odd, null)).rejects.toThrow('NOT_FOUND');
    }
    allow(1);
    for (const after of [-1, -(2 ** 31)]) {
      expect(await resume(ada, id, after, { deltas: 1 })).toMatchObject([{ __typename: 'AnswerDelta', index: 0 }]);
    }
  });

  it('has too many on the way is asked to stop one', async () => {
    model.script = saysThenHangs('They get');
    const ids: string[] = [];
    for (let count = 0; count < RUN_LIMITS.perCaller; count += 1) {
      ids.push((await ada.data(StartAnswerDocument, { input: { question: QUESTION } })).startAnswer.run.id);
    }
    const input = { question: QUESTION };
    const refused = { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 5 } };
    expect(await ada.error(StartAnswerDocument, { input })).toMatchObject(refused);
    const results = [];
    for await (const result of ada.subscribe(AnswerDocument, { input: { ...input, resumable: true } }))
      results.push(result);
    expect(results).toMatchObject([{ errors: [refused] }]);
    await ada.data(StopAnswerDocument, { input: { id: ids[0] ?? '' } });
    await ada.data(StartAnswerDocument, { input });
    expect(await ada.error(StartAnswerDocument, { input })).toMatchObject(refused);
  });

  it('is one of many gets all of it, whenever each comes and goes', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    const { id, allow } = await begin(ada);
    const sockets = await Promise.all(Array.from({ length: 10 }, () => openSocket(server.url)));
    for (const socket of sockets) {
      await socket.init(ada.token);
      for (let at = 0; at < 40; at += 1)
        socket.subscribe(`${at}`, print(AnswerResumedDocument), { answerId: id, after: at - 1 });
    }
    allow(20);
    const texts = new Map<string, string>();
    const ended = sockets.map(async (socket, number) => {
      for (let open = 40; open > 0; ) {
        const message = await socket.next();
        if (message.type === 'complete') open -= 1;
        const event = message.payload?.data?.answerResumed;
        const key = `${number}:${message.id}`;
        if (event?.__typename === 'AnswerDelta') texts.set(key, (texts.get(key) ?? '') + event.text);
      }
    });
    // Those who never read what they are sent hold nobody up.
    const silent = await openSocket(server.url);
    await silent.init(ada.token);
    silent.socket.pause();
    for (let at = 0; at < 40; at += 1) silent.subscribe(`${at}`, print(AnswerResumedDocument), { answerId: id });
    allow(100);
    await Promise.all(ended);
    expect(texts.size).toBe(400);
    for (const [key, text] of texts) {
      const from = Number(key.split(':')[1]);
      expect(text).toBe(
        STEPS.map((step, at) => (at === 0 ? step.trim() : step))
          .slice(from)
          .join(''),
      );
    }
    await expect.poll(() => find(ada, id)).toMatchObject({ status: 'COMPLETED' });
    for (const socket of [...sockets, silent]) socket.close();
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });
});
