import { print } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AnswerDocument,
  AnswerResumedDocument,
  AnswerRunDocument,
  AskDocument,
  StartAnswerDocument,
  StopAnswerDocument,
} from '../../schema/typed/graphql.ts';
import type { AnswerRequest } from '../../src/models/answer-model.ts';
import { type Event, resume } from '../support/answer-steps.ts';
import type { Client } from '../support/client.ts';
import { openSocket, type RawSocket } from '../support/raw-socket.ts';
import { createScriptedModel, untilAborted } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const QUESTION = 'How many days of paid leave do employees get?';
const TEXT = 'They get 25 days [1].';

describe('the queue of a model that writes one answer at once', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  let bob: Client;
  const sockets: RawSocket[] = [];
  /** What the model is writing, in order: each is done when it is let. */
  let written: { readonly question: string; finish(): void }[] = [];
  beforeEach(async () => {
    written = [];
    model.script = async function* ({ question }: AnswerRequest, { signal }) {
      let finish = () => {};
      const done = new Promise<void>((resolve) => {
        finish = resolve;
      });
      written.push({ question, finish });
      await Promise.race([done, untilAborted(signal)]);
      yield { type: 'text', text: TEXT };
      yield { type: 'finished', reason: 'stop' };
    };
    server = await startTestServer({ MODEL_CONCURRENCY: '1', MODEL_QUEUE_LIMIT: '200' }, { answerModel: model });
    ada = await server.register();
    bob = await server.register();
    for (const each of [ada, bob]) await each.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.close();
    await server.close();
  });

  /** Asks over a socket of its own. */
  const ask = async (client: Client, question = QUESTION) => {
    const socket = await openSocket(server.url);
    sockets.push(socket);
    await socket.init(client.token);
    socket.subscribe('1', print(AnswerDocument), { input: { question } });
    return {
      socket,
      next: async (): Promise<Event> => (await socket.nextOf('1')).payload.data.answer,
    };
  };
  const start = async (client: Client, question = QUESTION) =>
    (await client.data(StartAnswerDocument, { input: { question } })).startAnswer.run.id;
  const find = async (client: Client, id: string) => (await client.data(AnswerRunDocument, { id })).answerRun;
  const writing = (count: number) => expect.poll(() => written.length).toBe(count);

  it('tells each its place, each time that changes, between the start and the first piece', async () => {
    await start(ada);
    await writing(1);
    const second = await ask(ada);
    expect(await second.next()).toMatchObject({ __typename: 'AnswerStarted' });
    expect(await second.next()).toMatchObject({ __typename: 'AnswerQueued', position: 1 });
    const third = await ask(ada);
    const started = await third.next();
    const answerId = started.__typename === 'AnswerStarted' ? started.answerId : '';
    expect(await third.next()).toEqual({ __typename: 'AnswerQueued', answerId, position: 2 });
    // Another organisation's comes before the second of this one.
    const other = await ask(bob);
    await other.next();
    expect(await other.next()).toMatchObject({ __typename: 'AnswerQueued', position: 1 });
    expect([await second.next(), await third.next()]).toMatchObject([{ position: 2 }, { position: 3 }]);

    written[0]?.finish();
    await writing(2);
    expect([await second.next(), await third.next()]).toMatchObject([{ position: 1 }, { position: 2 }]);
    written[1]?.finish();
    expect(await other.next()).toMatchObject({ __typename: 'AnswerDelta', index: 0 });
    await writing(3);
    written[2]?.finish();
    expect(await second.next()).toMatchObject({ __typename: 'AnswerDelta', index: 0 });
  });

  it('lets a question wait for one answer, whatever another organisation has asked before', async () => {
    const asked = Array.from({ length: 100 }, (_, at) => `${QUESTION} ${at}`);
    for (const question of asked) await start(ada, question);
    await writing(1);
    const question = `${QUESTION} Please!`;
    const { next } = await ask(bob, question);
    await next();
    expect(await next()).toMatchObject({ __typename: 'AnswerQueued', position: 1 });
    written[0]?.finish();
    await writing(2);
    expect(written[1]?.question).toBe(question);
    written[1]?.finish();
    expect(await next()).toMatchObject({ __typename: 'AnswerDelta' });
  });

  it('is left by who waits no longer: the model hears nothing of them, and the others move up', async () => {
    await start(ada);
    await writing(1);
    const waiting = [await ask(ada, `${QUESTION} 1`), await ask(ada, `${QUESTION} 2`), await ask(ada, `${QUESTION} 3`)];
    for (const [at, { next }] of waiting.entries()) {
      await next();
      expect(await next()).toMatchObject({ position: at + 1 });
    }
    waiting[0]?.socket.send({ type: 'complete', id: '1' });
    expect([await waiting[1]?.next(), await waiting[2]?.next()]).toMatchObject([{ position: 1 }, { position: 2 }]);
    waiting[1]?.socket.close();
    expect(await waiting[2]?.next()).toMatchObject({ position: 1 });
    written[0]?.finish();
    await writing(2);
    expect(written.map(({ question }) => question)).toEqual([QUESTION, `${QUESTION} 3`]);
  });

  it('is seen by who polls, and stopped without the model', async () => {
    await start(ada);
    await writing(1);
    const first = await start(ada);
    await expect.poll(() => find(ada, first)).toMatchObject({ status: 'QUEUED', position: 1 });
    const second = await start(ada);
    await expect.poll(() => find(ada, second)).toMatchObject({ status: 'QUEUED', position: 2, text: '' });
    const stopped = await ada.data(StopAnswerDocument, { input: { id: first } });
    expect(stopped.stopAnswer.run).toMatchObject({ status: 'STOPPED', position: null });
    await expect.poll(() => find(ada, second)).toMatchObject({ status: 'QUEUED', position: 1 });
    // Who comes back is told the place where it is now alone.
    const reader = ada.subscribe(AnswerResumedDocument, { answerId: second });
    const events = [await reader.next(), await reader.next()].map(({ value }) => value?.data?.answerResumed);
    expect(events).toMatchObject([{ __typename: 'AnswerStarted' }, { __typename: 'AnswerQueued', position: 1 }]);
    written[0]?.finish();
    await writing(2);
    written[1]?.finish();
    await expect.poll(() => find(ada, second)).toMatchObject({ status: 'COMPLETED', position: null, text: TEXT });
    expect(written).toHaveLength(2);
  });

  it('ends with the server, for those who wait in it, too', async () => {
    const id = await start(ada);
    await writing(1);
    const { next } = await ask(ada);
    for (const type of ['AnswerStarted', 'AnswerQueued']) expect(await next()).toMatchObject({ __typename: type });
    const reader = ada.subscribe(AnswerResumedDocument, { answerId: id });
    await reader.next();
    const closed = server.close();
    const failed = { __typename: 'AnswerFailed', code: 'STORE_UNAVAILABLE', retryable: true };
    expect(await next()).toMatchObject(failed);
    expect((await reader.next()).value?.data?.answerResumed).toMatchObject(failed);
    await closed;
    expect(written).toHaveLength(1);
  });
});

describe('a queue that is full', () => {
  it('refuses, and says when to ask again; half of it is for others than one organisation', async () => {
    const model = createScriptedModel();
    model.script = async function* (_request, { signal }) {
      yield { type: 'text', text: 'They' };
      await untilAborted(signal);
    };
    const server = await startTestServer({ MODEL_CONCURRENCY: '1', MODEL_QUEUE_LIMIT: '4' }, { answerModel: model });
    try {
      const ada = await server.register();
      const bob = await server.register();
      for (const each of [ada, bob]) await each.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
      const start = async (client: Client) =>
        (await client.data(StartAnswerDocument, { input: { question: QUESTION } })).startAnswer.run.id;
      const find = async (client: Client, id: string) => (await client.data(AnswerRunDocument, { id })).answerRun;
      let id = await start(ada);
      await expect.poll(() => find(ada, id)).toMatchObject({ status: 'RUNNING', text: 'They' });
      for (const client of [ada, ada, bob]) {
        id = await start(client);
        await expect.poll(() => find(client, id)).toMatchObject({ position: expect.any(Number) });
      }
      const refused = { code: 'RATE_LIMITED', message: expect.stringContaining('in 10 seconds') };
      const late = await start(ada);
      await expect.poll(() => find(ada, late)).toMatchObject({ status: 'FAILED', ...refused });
      expect((await resume(ada, late, null)).at(-1)).toMatchObject({ ...refused, retryable: true });
      expect(await ada.error(AskDocument, { input: { question: QUESTION } })).toMatchObject({
        extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 10 },
      });
      id = await start(bob);
      await expect.poll(() => find(bob, id)).toMatchObject({ position: expect.any(Number) });
      expect(await bob.error(AskDocument, { input: { question: QUESTION } })).toMatchObject({
        extensions: { code: 'RATE_LIMITED' },
      });
      expect(model.runs).toHaveLength(1);
    } finally {
      await server.close();
    }
  });
});
