import { print } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  AnswerDocument,
  AnswerResumedDocument,
  AnswerRunDocument,
  CreateConversationDocument,
  DeleteConversationDocument,
  RemoveMemberDocument,
  StartAnswerDocument,
  StopAnswerDocument,
} from '../../schema/typed/graphql.ts';
import { RUN_LIMITS } from '../../src/limits.ts';
import { type Event, indexesOf, resume as resumeAs, STEPS_TEXT, steps, textOf } from '../support/answer-steps.ts';
import type { Client } from '../support/client.ts';
import { openSocket, type RawSocket } from '../support/raw-socket.ts';
import { createScriptedModel, says, saysThenHangs } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const QUESTION = 'How many days of paid leave do employees get?';
describe('an answer that outlasts its connection', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  let bob: Client;
  const sockets: RawSocket[] = [];
  beforeAll(async () => {
    server = await startTestServer({}, { answerModel: model });
    ada = await server.register();
    bob = await server.join(ada, { role: 'OWNER' });
    await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
  });
  afterAll(() => server.close());

  const open = async () => {
    const socket = await openSocket(server.url);
    sockets.push(socket);
    await socket.init(ada.token);
    return socket;
  };
  const next = async (socket: RawSocket, field = 'answer'): Promise<Event> => {
    const message = await socket.nextOf('1');
    return (message['payload'] as { data: Record<string, Event> }).data[field] as Event;
  };
  /** Reads until so many deltas came. */
  const readDeltas = async (socket: RawSocket, count: number, field = 'answer') => {
    const events: Event[] = [];
    while (events.filter(({ __typename }) => __typename === 'AnswerDelta').length < count)
      events.push(await next(socket, field));
    return events;
  };
  const begin = async (deltas: number, input = {}) => {
    const model_ = steps();
    model.script = model_.script;
    const begun = model.nextRun();
    const socket = await open();
    socket.subscribe('1', print(AnswerDocument), { input: { question: QUESTION, resumable: true, ...input } });
    const started = await next(socket);
    if (started.__typename !== 'AnswerStarted') throw new Error(`It began with ${started.__typename}.`);
    model_.allow(deltas);
    const events = deltas > 0 ? await readDeltas(socket, deltas) : [];
    return { id: started.answerId, socket, events, run: await begun, allow: model_.allow };
  };
  const resume = (answerId: string, after: number | null, client = ada) => resumeAs(client, answerId, after);
  const find = async (id: string, client = ada) => (await client.data(AnswerRunDocument, { id })).answerRun;

  it.each([0, 1, 7, 23])('goes on where a lost socket was after %i deltas, without gap or repetition', async (cut) => {
    const { id, socket, events, run, allow } = await begin(cut);
    socket.close();
    const after = indexesOf(events).at(-1) ?? null;
    const rest = resume(id, after);
    allow(100);
    const resumed = await rest;
    expect(textOf(events) + textOf(resumed)).toBe(STEPS_TEXT);
    const indexes = [...indexesOf(events), ...indexesOf(resumed)];
    expect(indexes).toEqual(indexes.map((_, at) => at));
    expect(resumed.at(-1)).toMatchObject({ __typename: 'AnswerCompleted', answer: { id, text: STEPS_TEXT } });
    expect(run.signal.aborted).toBe(false);
    expect(resumed[0]?.__typename).toBe(after === null ? 'AnswerStarted' : 'AnswerDelta');
  });

  it('is read by several at once, each from where it wants', async () => {
    const { id, events, allow } = await begin(5);
    const readers = [resume(id, null), resume(id, 2), resume(id, 4)];
    allow(100);
    const [all = [], some = [], rest = []] = await Promise.all(readers);
    expect(textOf(all)).toBe(STEPS_TEXT);
    expect(indexesOf(some)[0]).toBe(3);
    expect(textOf(events) + textOf(rest)).toBe(STEPS_TEXT);
    expect(await find(id)).toMatchObject({ status: 'COMPLETED', text: STEPS_TEXT, answer: { id } });
    // Long after its end, too.
    expect(textOf(await resume(id, null))).toBe(STEPS_TEXT);
  });

  it('stops its model at once where its reader unsubscribes', async () => {
    const { id, socket, run } = await begin(3);
    socket.send({ type: 'complete', id: '1' });
    await run.ended;
    expect(run.signal.aborted).toBe(true);
    await expect.poll(() => find(id)).toMatchObject({ status: 'STOPPED', answer: null });
    expect((await resume(id, null)).at(-1)).toMatchObject({
      __typename: 'AnswerFailed',
      code: 'CONFLICT',
      retryable: true,
    });
  });

  it('goes on for another reader where one unsubscribes', async () => {
    const { id, socket, run, allow } = await begin(3);
    const other = await open();
    other.subscribe('1', print(AnswerResumedDocument), { answerId: id });
    await readDeltas(other, 3, 'answerResumed');
    socket.send({ type: 'complete', id: '1' });
    allow(100);
    await readDeltas(other, 37, 'answerResumed');
    expect(run.signal.aborted).toBe(false);
  });

  it('stops half a minute after the connection of its last reader was lost', async () => {
    const { socket, run } = await begin(3);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const gone = socket.closed;
      socket.close();
      await gone;
      await vi.waitUntil(() => vi.getTimerCount() > 0);
      await vi.advanceTimersByTimeAsync(RUN_LIMITS.graceMs - 1_000);
      expect(run.signal.aborted).toBe(false);
      await vi.advanceTimersByTimeAsync(2_000);
    } finally {
      vi.useRealTimers();
    }
    await run.ended;
    expect(run.signal.aborted).toBe(true);
  });

  it('is begun, polled and stopped without any connection', async () => {
    model.script = saysThenHangs('It is', ' so', ' and');
    const begun = model.nextRun();
    const { startAnswer } = await ada.data(StartAnswerDocument, { input: { question: QUESTION } });
    const { id } = startAnswer.run;
    const run = await begun;
    await expect
      .poll(() => find(id))
      .toMatchObject({ status: 'RUNNING', text: 'It is so and', answer: null, code: null });
    const stopped = await ada.data(StopAnswerDocument, { input: { id } });
    expect(stopped.stopAnswer.run).toMatchObject({ status: 'STOPPED', text: 'It is so and' });
    await run.ended;

    model.script = says('They get 25 days [1].');
    const next = await ada.data(StartAnswerDocument, { input: { question: QUESTION } });
    await expect
      .poll(() => find(next.startAnswer.run.id))
      .toMatchObject({ status: 'COMPLETED', answer: { text: 'They get 25 days [1].', citations: [{ marker: 1 }] } });
    const again = await ada.data(StopAnswerDocument, { input: { id: next.startAnswer.run.id } });
    expect(again.stopAnswer.run.status).toBe('COMPLETED');
  });

  it('that fails says why, to who polls and to who follows', async () => {
    model.script = says();
    const { startAnswer } = await ada.data(StartAnswerDocument, { input: { question: QUESTION } });
    const { id } = startAnswer.run;
    await expect
      .poll(() => find(id))
      .toMatchObject({ status: 'FAILED', code: 'MODEL_UNAVAILABLE', message: expect.stringContaining('Ask again') });
    expect((await resume(id, null)).at(-1)).toMatchObject({ __typename: 'AnswerFailed', code: 'MODEL_UNAVAILABLE' });
  });

  it("is another's to no one, whatever the role", async () => {
    const { id, run } = await begin(2);
    expect(await find(id, bob)).toBeNull();
    await expect(resume(id, null, bob)).rejects.toThrow('NOT_FOUND');
    expect(await bob.error(StopAnswerDocument, { input: { id } })).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    expect(run.signal.aborted).toBe(false);
    await ada.data(StopAnswerDocument, { input: { id } });
  });

  it('is gone at once with its conversation', async () => {
    const { createConversation } = await ada.data(CreateConversationDocument, { input: null });
    const conversationId = createConversation.conversation.id;
    const { id, socket, run } = await begin(2, { conversationId });
    await ada.data(DeleteConversationDocument, { input: { id: conversationId } });
    await run.ended;
    expect(await next(socket)).toMatchObject({ __typename: 'AnswerFailed', code: 'CONFLICT' });
    expect(await find(id)).toBeNull();
    await expect(resume(id, null)).rejects.toThrow('NOT_FOUND');
    expect(await ada.error(StopAnswerDocument, { input: { id } })).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });

  it('ends when the rights end with which it was begun', async () => {
    const carol = await server.join(ada);
    model.script = saysThenHangs('It is', ' so');
    const begun = model.nextRun();
    await carol.data(StartAnswerDocument, { input: { question: QUESTION } });
    const run = await begun;
    await ada.data(RemoveMemberDocument, { input: { userId: carol.userId } });
    await run.ended;
    expect(run.signal.aborted).toBe(true);
  });
});
