import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AnswerDocument,
  type AnswerPartsFragment,
  type AnswerSubscription,
  AskDocument,
} from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import * as recorded from '../support/ollama-recordings.ts';
import { replay, startOllamaServer } from '../support/ollama-server.ts';
import { createScriptedModel, says } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const LEAVE = 'How many days of paid leave do employees get?';
const ANSWER = 'You get 25 days [1].';

type Event = AnswerSubscription['answer'];

const ask = async (client: Client, question = LEAVE, more: object = {}): Promise<AnswerPartsFragment> =>
  (await client.data(AskDocument, { input: { question, ...more } })).ask.answer;

const stream = async (client: Client, question = LEAVE, more: object = {}): Promise<Event[]> => {
  const events: Event[] = [];
  for await (const { data } of client.subscribe(AnswerDocument, { input: { question, ...more } })) {
    if (data) events.push(data.answer);
  }
  return events;
};

const deltasOf = (events: readonly Event[]) =>
  events.flatMap((event) => (event.__typename === 'AnswerDelta' ? [event.text] : []));

describe('what a language model writes', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer({}, { answerModel: model });
    ada = await server.register();
    await ada.ingest('leave.md', '# Leave\n\nEmployees get 25 days of paid annual leave.');
    await ada.ingest('expenses.md', '# Expenses\n\nEmployees hand in their receipts within 30 days of paid travel.');
  });
  afterAll(() => server.close());

  /** Asked whole and as a stream, in single characters, the answer is the same, and is what the deltas join to. */
  const answerOf = async (text: string): Promise<AnswerPartsFragment> => {
    model.script = says(...text);
    const events = await stream(ada);
    const last = events.at(-1);
    if (last?.__typename !== 'AnswerCompleted') throw new Error(JSON.stringify(last));
    expect(deltasOf(events).join('')).toBe(last.answer.text);
    const { id: _id, usage: _usage, createdAt: _createdAt, ...streamed } = last.answer;
    expect(await ask(ada)).toMatchObject(streamed);
    return last.answer;
  };

  it.each([
    ['Use `args[0]` for the input and `args[1]` for the output [2].', [2]],
    ['Smith v Jones [2019] EWCA Civ 12; log of [2024-05-01] [1].', [1]],
    ['```js\nconst a = list[0];\nconst b = [1, 2, 3];\n```\nSo it is.', []],
  ])('keeps brackets in code, and years: %j', async (text, markers) => {
    const answer = await answerOf(text);
    expect(answer.text).toBe(text);
    expect(answer.citations.map(({ marker }) => marker)).toEqual(markers);
  });

  it.each([
    `<think>\nPassage 1 [2] says so.\n</think>\n\n${ANSWER}`,
    `Okay, passage 1 [2] says so.\n</think>\n\n${ANSWER}`,
    `<|im_start|>assistant\n${ANSWER}<|im_end|>\n<|im_start|>user\nAnd lunch?`,
  ])('shows no thoughts and no control tokens: %j', async (text) => {
    const answer = await answerOf(text);
    expect(answer).toMatchObject({ text: ANSWER, answered: true, finishReason: 'STOP' });
    expect(answer.citations.map(({ marker }) => marker)).toEqual([1]);
  });

  it('shows no images, links and tags of the model', async () => {
    const text =
      'You get ![25](https://evil.example/?q=a) <img src="https://evil.example/">[days](https://evil.example/b) [1].';
    expect(await answerOf(text)).toMatchObject({ text: 'You get 25 days [1].', citations: [{ marker: 1 }] });
  });

  it('passes no control characters on', async () => {
    expect(await answerOf('You\u0000 get\u001b[2J 25\u009b days\u0007\u202e\t[1].')).toMatchObject({
      text: 'You get[2J 25 days\t[1].',
    });
  });

  it.each(['Dr. e.g. A. B. ', '- 25 days\n', '<a ', '[1] ok '])(
    'ends where it has no end, and never stops the server for long: %j',
    async (text) => {
      model.script = says(text.repeat(Math.ceil(900_000 / text.length)));
      let turns = 0;
      let isOver = false;
      const turn = () => {
        turns += 1;
        if (!isOver) setImmediate(turn);
      };
      turn();
      const last = (await stream(ada)).at(-1);
      isOver = true;
      expect(last).toMatchObject({ answer: { finishReason: 'LENGTH' } });
      expect(turns).toBeGreaterThan(20);
    },
  );

  it('counts no tokens by numbers that are none', async () => {
    model.script = async function* () {
      yield { type: 'text', text: ANSWER };
      yield { type: 'finished', reason: 'stop', promptTokens: -5, completionTokens: 1e300 };
    };
    expect(await ask(ada)).toMatchObject({ usage: { promptTokens: null, completionTokens: null } });
  });

  it('fails when it turns out to have been a thought, and is right the next time', async () => {
    // One that does not think.
    await answerOf(ANSWER);
    model.script = says('Passage 1 [2]', ' says so.', '\n</think>', ANSWER);
    expect((await stream(ada)).at(-1)).toMatchObject({
      __typename: 'AnswerFailed',
      code: 'MODEL_UNAVAILABLE',
      retryable: true,
    });
    const events = await stream(ada);
    expect(deltasOf(events).join('')).toBe(ANSWER);
    expect(events.at(-1)).toMatchObject({ answer: { text: ANSWER, citations: [{ marker: 1 }] } });
  });

  it.each([
    ['nothing', []],
    ['only blanks', [' ', '\n', ' ']],
    ['only a marker', ['[1]', '.']],
    ['only a thought', ['<think>', 'Passage 1 [2] says so.', '</think>', '\n']],
    ['the beginning of a thought', ['<think>', 'Passage 1 [2] says']],
    ['only a control token', ['<|im_end|>']],
  ])('fails when it is %s', async (_what, texts) => {
    model.script = says(...texts);
    const { extensions, message } = await ada.error(AskDocument, { input: { question: LEAVE } });
    expect(extensions).toMatchObject({ code: 'MODEL_UNAVAILABLE', retryAfterSeconds: 1 });
    expect(message).toBe('The language model gave no answer. Ask again.');
    const events = await stream(ada);
    expect(events.at(-1)).toMatchObject({ __typename: 'AnswerFailed', retryable: true });
    expect(deltasOf(events)).toEqual([]);
  });

  it.each([
    ['You get 25 days [1].', true, 'STOP', 1],
    ['You get 30 days, as everywhere in Europe.', true, 'STOP', 0],
    ['**The passages do not hold the answer.**', false, 'REFUSED', 0],
    ['Die Dokumente enthalten keine Antwort auf diese Frage.', false, 'REFUSED', 0],
    ['The passages do not mention it [1].', false, 'REFUSED', 1],
    ['They do not say it for interns, but employees get 25 days [1].', true, 'STOP', 1],
  ])('is answered with sources, answered without, or not answered: %j', async (text, answered, finishReason, count) => {
    const answer = await answerOf(text);
    expect(answer).toMatchObject({ text, answered, finishReason });
    expect(answer.citations).toHaveLength(count);
  });
});

describe("a document's own brackets", () => {
  const SENTENCE = 'The pump starts slowly [2] when rows[0] and `args[1]` are set, see [1, 2], [12] and [2019].';
  let ollama: Awaited<ReturnType<typeof startOllamaServer>>;
  beforeAll(async () => {
    ollama = await startOllamaServer({
      // A model that repeats the sentence as it stands in its prompt.
      '/api/chat': (response, { body }) => {
        const [sentence = ''] = /The pump starts.*/.exec(body.messages.at(-1).content) ?? [];
        const line = (content: string) =>
          `${JSON.stringify({ message: { role: 'assistant', content }, done: false })}\n`;
        const end = '{"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}\n';
        replay(200, 'application/x-ndjson', ...[...sentence].map(line), line(' [1]'), end)(response, {} as never);
      },
    });
  });
  afterAll(() => ollama.close());

  it.each(['quoting', 'ollama'])('come back as they stand there, and cite nothing (%s)', async (language) => {
    const server = await startTestServer({
      LANGUAGE_MODEL: language,
      OLLAMA_HOST: ollama.host,
      OLLAMA_MODEL: 'smollm2:135m',
    });
    try {
      const ada = await server.register();
      const { id } = await ada.ingest('pump.md', SENTENCE);
      await ada.ingest('lunch.md', 'Lunch is at noon, and the pump is off.');
      await ada.ingest('night.md', 'At night the pump starts by itself.');
      const answer = await ask(ada, 'When does the pump start slowly?');
      expect(answer.text.startsWith(`${SENTENCE} [1]`)).toBe(true);
      expect(answer.passages.length).toBeGreaterThan(1);
      expect(answer.citations[0]).toMatchObject({ marker: 1, passage: { documentId: id } });
      if (language === 'ollama') expect(answer.citations).toHaveLength(1);
    } finally {
      await server.close();
    }
  });
});

describe('a model with a small context', () => {
  it('is sent the best passages alone, and only those are listed and can be cited', async () => {
    const line = (content: string) => `${JSON.stringify({ message: { role: 'assistant', content }, done: false })}\n`;
    const end = '{"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}\n';
    const ollama = await startOllamaServer({
      '/api/show': replay(200, 'application/json', recorded.SHOW),
      '/api/chat': replay(200, 'application/x-ndjson', line('It is so [1][15]'), line('[17]. '), line('And [2].'), end),
    });
    const env = {
      LANGUAGE_MODEL: 'ollama',
      OLLAMA_HOST: ollama.host,
      OLLAMA_NUM_CTX: '2048',
      ANSWERABLE_THRESHOLD: '0',
    };
    const server = await startTestServer(env);
    try {
      const ada = await server.register();
      for (let at = 1; at <= 20; at += 1) {
        await ada.ingest(
          `leave-${at}.md`,
          `Employees of site ${at} get days of paid leave. ${'They ask their team first. '.repeat(20)}`,
        );
      }
      const events = await stream(ada, LEAVE, { topK: 20 });
      const [started] = events;
      const last = events.at(-1);
      if (started?.__typename !== 'AnswerStarted' || last?.__typename !== 'AnswerCompleted') throw new Error();
      const { content } = (await ollama.request('/api/chat')).body.messages.at(-1);
      const sent: string[] = [...content.matchAll(/Document: (.*)/g)].map(([, name]) => name);
      expect(sent.length).toBeGreaterThan(1);
      expect(sent.length).toBeLessThan(15);
      expect(started.passages.map(({ documentName }) => documentName)).toEqual(sent);
      expect(last.answer.passages).toEqual(started.passages);
      expect(last.answer.text).toBe('It is so [1]. And [2].');
      expect(last.answer.citations.map(({ passage }) => passage.documentName)).toEqual(sent.slice(0, 2));
      expect(server.log).toContainEqual(expect.objectContaining({ droppedPassages: 20 - sent.length }));
    } finally {
      await server.close();
      await ollama.close();
    }
  });
});
