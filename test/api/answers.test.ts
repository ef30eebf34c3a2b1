import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AnswerDocument,
  type AnswerPartsFragment,
  type AnswerSubscription,
  AskDocument,
} from '../../schema/typed/graphql.ts';
import { AppError } from '../../src/errors.ts';
import { REFUSAL } from '../../src/lib/own-sentences.ts';
import type { Client } from '../support/client.ts';
import { createScriptedModel, says } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const LEAVE = 'How many days of paid leave do employees get?';
const NOWHERE = 'Which volcano erupted near Naples in antiquity?';

type Event = AnswerSubscription['answer'];

describe('answers', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  let bob: Client;
  let nobody: Client;
  let leaveId: string;
  beforeAll(async () => {
    server = await startTestServer({}, { answerModel: model });
    ada = await server.register();
    bob = await server.register();
    nobody = await server.register();
    leaveId = (await ada.ingest('leave.md', '# Leave\n\nEmployees get 25 days of paid annual leave.')).id;
    await ada.ingest('expenses.md', '# Expenses\n\nEmployees hand in their receipts within 30 days of paid travel.');
    await bob.ingest('leave.md', '# Leave\n\nEmployees get 7 days of paid leave. CANARY-B.');
  });
  afterAll(() => server.close());

  const eventsOf = async (results: AsyncIterable<{ data?: AnswerSubscription | null; errors?: unknown }>) => {
    const events: Event[] = [];
    for await (const { data, errors } of results) {
      expect(errors).toBeUndefined();
      if (data) events.push(data.answer);
    }
    return events;
  };
  const input = (question: string, more: object = {}) => ({ input: { question, ...more } });
  const ask = async (question: string, more: object = {}): Promise<AnswerPartsFragment> =>
    (await ada.data(AskDocument, input(question, more))).ask.answer;

  describe.each([
    ['WebSocket', (variables: ReturnType<typeof input>) => ada.subscribe(AnswerDocument, variables)],
    ['SSE', (variables: ReturnType<typeof input>) => ada.stream(AnswerDocument, variables)],
  ])('over %s', (_name, open) => {
    it('tell the passages, then the text as it is written, then the whole', async () => {
      model.script = says('They', ' get 25', ' days ', '[1', ']', ' of', ' them [2].');
      const events = await eventsOf(open(input(LEAVE)));
      expect(events.map(({ __typename }) => __typename)).toEqual([
        'AnswerStarted',
        ...Array.from({ length: events.length - 2 }, () => 'AnswerDelta'),
        'AnswerCompleted',
      ]);
      const [started, ...rest] = events;
      const completed = rest.pop();
      if (started?.__typename !== 'AnswerStarted' || completed?.__typename !== 'AnswerCompleted') throw new Error();
      expect(started.model).toBe('scripted');
      expect(started.passages.map(({ documentName }) => documentName)).toEqual(['leave.md', 'expenses.md']);
      const deltas = rest.flatMap((event) => (event.__typename === 'AnswerDelta' ? [event] : []));
      expect(deltas.map(({ index }) => index)).toEqual(deltas.map((_, at) => at));
      const { answer } = completed;
      expect(deltas.map(({ text }) => text).join('')).toBe(answer.text);
      expect(answer).toMatchObject({
        id: started.answerId,
        question: LEAVE,
        text: 'They get 25 days [1] of them [2].',
        answered: true,
        finishReason: 'STOP',
        model: 'scripted',
        passages: started.passages,
        usage: { promptTokens: 7, completionTokens: 7 },
      });
      expect(answer.citations.map(({ marker, passage }) => [marker, passage.id])).toEqual([
        [1, started.passages[0]?.id],
        [2, started.passages[1]?.id],
      ]);
    });

    it('never send a marker that points nowhere, even one that comes in pieces', async () => {
      model.script = says('No', ' [', '1', '2', ']', ', yes [', '1, ', '2]', ' [sic', '] [', '[9]', '9] end [', '3');
      const events = await eventsOf(open(input(LEAVE)));
      const deltas = events.flatMap((event) => (event.__typename === 'AnswerDelta' ? [event.text] : []));
      expect(deltas.join('')).toBe('No, yes [1][2] [sic] end [3');
      expect(deltas.every((text) => !/\[$|\[\d+$/.test(text) || text === deltas.at(-1))).toBe(true);
    });

    it.each([
      [
        'a model that is away',
        new AppError('MODEL_UNAVAILABLE', 'It is away.', { retryAfterSeconds: 1 }),
        {
          code: 'MODEL_UNAVAILABLE',
          message: 'It is away.',
          retryable: true,
        },
      ],
      [
        'a request that is too long',
        new AppError('TOO_LARGE', 'It is too long.'),
        {
          code: 'TOO_LARGE',
          message: 'It is too long.',
          retryable: false,
        },
      ],
      ['anything else', new TypeError('SECRET internals'), { code: 'INTERNAL', retryable: true }],
    ])('end with the failure of %s after what was said', async (_what, error, failure) => {
      model.script = async function* () {
        for (const text of ['One', ' two', ' three']) yield { type: 'text', text };
        throw error;
      };
      const events = await eventsOf(open(input(LEAVE)));
      expect(events.map((event) => (event.__typename === 'AnswerDelta' ? event.text : event.__typename))).toEqual([
        'AnswerStarted',
        'One',
        ' two',
        ' three',
        'AnswerFailed',
      ]);
      expect(events.at(-1)).toMatchObject(failure);
      expect(JSON.stringify(events)).not.toContain('SECRET');
    });

    it('fail when the model ends without having finished', async () => {
      model.script = async function* () {
        yield { type: 'text', text: 'Half of' };
      };
      const events = await eventsOf(open(input(LEAVE)));
      expect(events.at(-1)).toMatchObject({ __typename: 'AnswerFailed', code: 'MODEL_UNAVAILABLE', retryable: true });
    });

    it('are refused without asking the model where the documents do not hold them', async () => {
      const before = model.runs.length;
      const events = await eventsOf(open(input(NOWHERE)));
      expect(model.runs.length).toBe(before);
      expect(events.map(({ __typename }) => __typename)).toEqual(['AnswerStarted', 'AnswerDelta', 'AnswerCompleted']);
      expect(events.at(-1)).toMatchObject({
        answer: {
          text: REFUSAL,
          answered: false,
          finishReason: 'REFUSED',
          citations: [],
          usage: { promptTokens: null },
        },
      });
    });
  });

  it('name the request id of a failure that nobody expected, which is in the log with its stack', async () => {
    model.script = async function* () {
      yield { type: 'text', text: 'One' };
      throw new TypeError('SECRET internals');
    };
    const events = await eventsOf(ada.subscribe(AnswerDocument, input(LEAVE)));
    const last = events.at(-1) as Extract<Event, { __typename: 'AnswerFailed' }>;
    const [requestId] = /[0-9a-f-]{36}/.exec(last.message) ?? [];
    const line = server.log.find((each) => each['level'] === 'error' && each['requestId'] === requestId);
    expect(line).toMatchObject({
      err: { message: 'SECRET internals', stack: expect.stringContaining('answers.test') },
    });

    const error = await ada.error(AskDocument, input(LEAVE));
    expect(error).toMatchObject({ path: ['ask'], extensions: { code: 'INTERNAL', requestId: expect.any(String) } });
    expect(JSON.stringify(error)).not.toContain('SECRET');
    const { requestId: second } = error.extensions;
    expect(server.log.find((each) => each['level'] === 'error' && each['requestId'] === second)).toMatchObject({
      err: { stack: expect.stringContaining('SECRET internals') },
    });
    await expect
      .poll(() => server.log.find((each) => each['msg'] === 'operation' && each['requestId'] === second))
      .toMatchObject({ code: 'INTERNAL' });
  });

  it('are the same asked whole as streamed', async () => {
    model.script = says('They get', ' 25 [1', ', 2] days.');
    const answer = await ask(LEAVE);
    const last = (await eventsOf(ada.subscribe(AnswerDocument, input(LEAVE)))).at(-1);
    if (last?.__typename !== 'AnswerCompleted') throw new Error();
    const { id: _id, createdAt: _createdAt, usage: _usage, ...streamed } = last.answer;
    expect(answer).toMatchObject(streamed);
  });

  it('tell when they were cut at the limit', async () => {
    model.script = async function* () {
      yield { type: 'text', text: 'Half of ' };
      yield { type: 'finished', reason: 'length' };
    };
    expect(await ask(LEAVE)).toMatchObject({ text: 'Half of', finishReason: 'LENGTH', answered: true });
  });

  it("count as refused when the model says that the documents don't hold them", async () => {
    model.script = says(REFUSAL);
    expect(await ask(LEAVE)).toMatchObject({ text: REFUSAL, answered: false, finishReason: 'REFUSED', citations: [] });
  });

  it('fail whole with the code and the retry time', async () => {
    model.script = async function* () {
      yield { type: 'text', text: 'One' };
      throw new AppError('MODEL_UNAVAILABLE', 'It is away.', { retryAfterSeconds: 3 });
    };
    const { message, extensions } = await ada.error(AskDocument, input(LEAVE));
    expect({ message, extensions }).toEqual({
      message: 'It is away.',
      extensions: { code: 'MODEL_UNAVAILABLE', retryAfterSeconds: 3 },
    });
  });

  it('are not refused where the question names documents', async () => {
    model.script = says('It is about leave [1].');
    const answer = await ask('Summarise this.', { filter: { documentIds: [leaveId] } });
    expect(answer).toMatchObject({ answered: true, finishReason: 'STOP' });
    expect(answer.passages.map(({ documentId }) => documentId)).toEqual([leaveId]);
    expect(model.runs.at(-1)?.request.passages.map(({ title }) => title)).toEqual(['leave.md']);
  });

  it('are refused where the documents named are not there', async () => {
    const before = model.runs.length;
    expect(await ask(LEAVE, { filter: { documentIds: ['nothing'] } })).toMatchObject({ answered: false, passages: [] });
    expect(model.runs.length).toBe(before);
  });

  it('are refused in an organisation without documents', async () => {
    const { ask: asked } = await nobody.data(AskDocument, input(LEAVE));
    expect(asked.answer).toMatchObject({ answered: false, finishReason: 'REFUSED', passages: [], citations: [] });
  });

  it("give a model the asker's own passages and nothing of others", async () => {
    model.script = says('So [1].');
    await ask(LEAVE);
    const { request } = model.runs.at(-1) ?? {};
    expect(request?.question).toBe(LEAVE);
    expect(request?.passages[0]).toMatchObject({ title: 'leave.md', headings: ['Leave'] });
    expect(JSON.stringify(request)).toContain('25 days');
    expect(JSON.stringify(request)).not.toMatch(/CANARY-B|7 days/);
    await bob.data(AskDocument, input(LEAVE));
    expect(JSON.stringify(model.runs.at(-1)?.request)).toContain('CANARY-B');
    expect(JSON.stringify(model.runs.at(-1)?.request)).not.toContain('25 days');
  });

  it.each([
    ['an empty question', { question: '' }],
    ['a question of whitespace', { question: ' \n ' }],
    ['a question of 2,001 characters', { question: 'x'.repeat(2_001) }],
    ['topK 0', { question: LEAVE, topK: 0 }],
    ['topK 21', { question: LEAVE, topK: 21 }],
    ['topK -1', { question: LEAVE, topK: -1 }],
  ])('refuse %s before anything is opened', async (_what, bad) => {
    const before = model.runs.length;
    expect((await ada.error(AskDocument, { input: bad })).extensions.code).toBe('BAD_INPUT');
    for (const results of [ada.subscribe(AnswerDocument, { input: bad }), ada.stream(AnswerDocument, { input: bad })]) {
      const all = [];
      for await (const result of results) all.push(result);
      expect(all).toMatchObject([{ errors: [{ extensions: { code: 'BAD_INPUT' } }] }]);
    }
    expect(model.runs.length).toBe(before);
  });

  it.each([1, 20])('take topK %i', async (topK) => {
    model.script = says('So [1].');
    expect((await ask(LEAVE, { topK })).passages).toHaveLength(Math.min(topK, 2));
  });
});
