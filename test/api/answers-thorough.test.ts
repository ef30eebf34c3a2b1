import { print } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AnswerDocument, type AnswerSubscription, AskDocument } from '../../schema/typed/graphql.ts';
import { AppError } from '../../src/errors.ts';
import type { CompletionRequest } from '../../src/models/answer-model.ts';
import type { Client } from '../support/client.ts';
import { openSocket } from '../support/raw-socket.ts';
import { createScriptedModel, says } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const NOTES = {
  'bridge.md': 'The bridge at Arlen was opened in 1871. It was designed by Ida Holm.',
  'holm.md': 'Ida Holm, an engineer, grew up in Varn, where her mother kept a mill.',
  'mill.md': 'The mill of Varn burned down in 1902 and was rebuilt in brick.',
  'canteen.md': 'The canteen serves lunch from noon to two.',
};
const TWO = 'When was the bridge at Arlen opened, and who designed it?';
const HIDDEN = 'Who designed the bridge at Arlen and of which town is that person?';

type Event = AnswerSubscription['answer'];

describe('a THOROUGH answer', () => {
  const asked: CompletionRequest[] = [];
  let replies: (string | Error)[] = [];
  let onComplete = async (_signal: AbortSignal): Promise<void> => {};
  const model = Object.assign(createScriptedModel(), {
    complete: async (request: CompletionRequest, { signal }: { signal: AbortSignal }) => {
      asked.push(request);
      await onComplete(signal);
      const reply = replies.shift() ?? '{"missing": "nothing"}';
      if (reply instanceof Error) throw reply;
      return reply;
    },
  });
  let server: TestServer;
  let ada: Client;
  let bob: Client;
  beforeAll(async () => {
    server = await startTestServer({}, { answerModel: model });
    ada = await server.register();
    bob = await server.register();
    for (const [name, text] of Object.entries(NOTES)) await ada.ingest(name, text);
    await bob.ingest('holm.md', 'Ida Holm was born in CANARY-B, where the mill of Varn stands.');
  });
  afterAll(() => server.close());
  beforeEach(() => {
    asked.length = 0;
    replies = [];
    onComplete = async () => {};
    model.script = says('It is so [1].');
  });

  const eventsFor = async (question: string, more: object = {}) => {
    const events: Event[] = [];
    const variables = { input: { question, mode: 'THOROUGH' as const, topK: 2, ...more } };
    for await (const { data } of ada.subscribe(AnswerDocument, variables)) if (data) events.push(data.answer);
    return events;
  };
  const lookUpsOf = (events: readonly Event[]) =>
    events.flatMap((event) => (event.__typename === 'AnswerSearched' ? [event] : []));
  const answerOf = (events: readonly Event[]) => {
    const last = events.at(-1);
    if (last?.__typename !== 'AnswerCompleted') throw new Error(JSON.stringify(last));
    return last.answer;
  };
  const missing = (words: string) => JSON.stringify({ missing: words });

  it('searches each part of the question, and says so before it starts', async () => {
    const events = await eventsFor(TWO);
    expect(events.map(({ __typename }) => __typename)).toEqual([
      'AnswerSearched',
      'AnswerSearched',
      'AnswerStarted',
      ...events.slice(3, -1).map(() => 'AnswerDelta'),
      'AnswerCompleted',
    ]);
    const queries = ['When was the bridge at Arlen opened?', 'When was the bridge at Arlen opened? Who designed it?'];
    expect(lookUpsOf(events).map(({ query }) => query)).toEqual(queries);
    expect(answerOf(events).searchedFor).toEqual(queries);
  });

  it('searches for what the model misses, with the names of the question, until it misses nothing', async () => {
    replies = [missing('home town of Ida Holm'), missing('nothing')];
    const events = await eventsFor('Which town is the designer from?', { topK: 1 });
    const [lookUp, ...others] = lookUpsOf(events);
    expect(others).toEqual([]);
    expect(lookUp?.query).toBe('home town of Ida Holm');
    expect(answerOf(events).passages.map(({ documentName }) => documentName)).toContain('holm.md');
    expect(answerOf(events).searchedFor).toEqual(['Which town is the designer from?', 'home town of Ida Holm']);
    expect(asked).toHaveLength(2);
    expect(asked[1]?.user).toContain('Searched: home town of Ida Holm');
  });

  it.each([
    ['what it says is no JSON', 'home town of Ida Holm', 0, 1],
    ['it says nothing new', missing('the bridge at Arlen'), 0, 1],
    ['it fails', new AppError('MODEL_UNAVAILABLE', 'It is gone.'), 0, 1],
    ['what it misses is nowhere', missing('price of a volcano in Naples'), 1, 1],
  ])('is written from what there is where %s', async (_what, reply, lookUps, calls) => {
    replies = [reply];
    const events = await eventsFor('Who designed the bridge at Arlen?');
    expect(lookUpsOf(events)).toHaveLength(lookUps);
    expect(asked).toHaveLength(calls);
    expect(answerOf(events)).toMatchObject({ answered: true, text: 'It is so [1].' });
  });

  it('looks up three things at most', async () => {
    replies = ['engineer Holm of Varn', 'mill of Varn burned', 'canteen lunch noon', 'brick', 'mother'].map(missing);
    const events = await eventsFor('Who designed the bridge at Arlen?', { topK: 1 });
    expect(lookUpsOf(events)).toHaveLength(3);
    expect(asked).toHaveLength(3);
    expect(answerOf(events).passages.length).toBeLessThanOrEqual(2);
  });

  it('finds nothing outside of the filter and of the organisation, whatever the model asks for', async () => {
    const { ask } = await ada.data(AskDocument, { input: { question: 'Where was Ida Holm born?' } });
    const [holm] = ask.answer.passages;
    replies = [missing('mill of Varn burned'), missing('CANARY-B')];
    const events = await eventsFor(HIDDEN, { filter: { documentIds: [holm?.documentId ?? ''] } });
    const seen = [...lookUpsOf(events), answerOf(events)].flatMap(({ passages }) => passages);
    expect(new Set(seen.map(({ documentId }) => documentId))).toEqual(new Set([holm?.documentId]));
    expect(JSON.stringify(events)).not.toContain('where the mill of Varn stands');
  });

  it('stops its look-up when its reader leaves', async () => {
    const runs = model.runs.length;
    const socket = await openSocket(server.url);
    await socket.init(ada.token);
    const stopped = new Promise<void>((resolve) => {
      onComplete = (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            resolve();
            reject(signal.reason);
          });
          socket.send({ type: 'complete', id: '1' });
        });
    });
    const variables = { input: { question: 'Who designed the bridge at Arlen?', mode: 'THOROUGH' } };
    socket.subscribe('1', print(AnswerDocument), variables);
    await stopped;
    expect(model.runs).toHaveLength(runs);
    socket.close();
  });

  it('is QUICK where QUICK is asked for', async () => {
    const events = await eventsFor(TWO, { mode: 'QUICK' });
    expect(lookUpsOf(events)).toEqual([]);
    expect(asked).toEqual([]);
    expect(answerOf(events).searchedFor).toEqual([TWO]);
  });
});

describe('a THOROUGH answer without a language model', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    for (const [name, text] of Object.entries(NOTES)) await ada.ingest(name, text);
  });
  afterAll(() => server.close());

  it('quotes for each part of the question', async () => {
    const question = 'When did the mill of Varn burn down? From when to when does the canteen serve lunch?';
    const { ask } = await ada.data(AskDocument, { input: { question, mode: 'THOROUGH' } });
    const { text, passages, citations } = ask.answer;
    expect(text).toContain('burned down in 1902');
    expect(text).toContain('from noon to two');
    expect(citations.map(({ passage }) => passage.documentName)).toEqual(['mill.md', 'canteen.md']);
    expect(passages.length).toBeLessThanOrEqual(8);
  });

  it('leaves out a part that the documents do not answer', async () => {
    const question = 'When did the mill of Varn burn down? Which volcano erupted near Naples in antiquity?';
    const { ask } = await ada.data(AskDocument, { input: { question, mode: 'THOROUGH' } });
    expect(ask.answer.text).toContain('burned down in 1902');
    expect(new Set(ask.answer.citations.map(({ passage }) => passage.documentName))).toEqual(new Set(['mill.md']));
  });
});
