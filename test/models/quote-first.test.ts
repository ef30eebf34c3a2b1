import { describe, expect, it } from 'vitest';
import { REFUSAL } from '../../src/lib/own-sentences.ts';
import type { AnswerPart, AnswerRequest } from '../../src/models/answer-model.ts';
import { answerEach, readQuoteFirst } from '../../src/models/quote-first.ts';

const passage = (text: string) => ({ title: 'Handbook', headings: [], text, relevance: 1, closeness: null });
const REQUEST: AnswerRequest = {
  question: 'How many days of paid leave do employees get?',
  passages: [passage('Lunch is at noon.'), passage('Employees get 25 days\nof paid leave. They ask "first" [1].')],
};

async function read(pieces: readonly string[], request = REQUEST): Promise<AnswerPart[]> {
  async function* parts(): AsyncGenerator<AnswerPart> {
    for (const text of pieces) yield { type: 'text', text };
    yield { type: 'finished', reason: 'stop', promptTokens: 9 };
  }
  const read: AnswerPart[] = [];
  for await (const part of readQuoteFirst(parts(), request)) read.push(part);
  return read;
}

const textOf = (parts: readonly AnswerPart[]) =>
  parts
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('')
    .trimEnd();

describe('a reply that quotes first', () => {
  it('is its answer, unescaped as it comes, wherever it is cut', async () => {
    const answer = 'They get 25 "days",\n\\ 日 😀.';
    const escaped = `{\n "quote": "Employees get 25 days of paid leave."\n\n,"answer": "They get 25 \\"days\\",\\n\\\\ \\u65e5 \\ud83D\\uDE00."}`;
    for (const json of [JSON.stringify({ quote: 'employees get 25 days of paid leave', answer }), escaped]) {
      for (let at = 0; at <= json.length; at += 1) {
        expect(textOf(await read([json.slice(0, at), json.slice(at)]))).toBe(answer);
      }
      const parts = await read([...json]);
      expect(textOf(parts)).toBe(answer);
      expect(parts.length).toBeGreaterThan(answer.length - 5);
      expect(parts.slice(-2)).toEqual([
        { type: 'citation', number: 2 },
        { type: 'finished', reason: 'stop', promptTokens: 9 },
      ]);
      expect(textOf(parts)).toBe(answer);
    }
  });

  it.each([
    ['that stands in no passage', 'Employees get 30 days of paid leave.'],
    ['that has nothing of the question', 'Lunch is at noon.'],
    ['that is empty', ''],
  ])('is a refusal after a quote %s', async (_what, quote) => {
    expect(await read([JSON.stringify({ quote, answer: 'It is 30.' })])).toEqual([
      { type: 'text', text: REFUSAL },
      { type: 'finished', reason: 'stop' },
    ]);
  });

  it('is the quote, cited, where it has no answer or was cut before it', async () => {
    const quote = 'Employees get 25 days of paid leave.';
    for (const json of [JSON.stringify({ quote, answer: '' }), `{"quote":"${quote}`]) {
      expect((await read([json])).slice(0, 3)).toEqual([
        { type: 'quote', text: quote },
        { type: 'text', text: ' ' },
        { type: 'citation', number: 2 },
      ]);
    }
    expect(textOf(await read(['{"quote":"No such thing']))).toBe(REFUSAL);
    expect(textOf(await read(['{"answer":"It is 30."}']))).toBe(REFUSAL);
  });

  it('is judged by the question before, which it leans on, and not across languages', async () => {
    const json = JSON.stringify({ quote: 'Employees get 25 days of paid leave.', answer: '25.' });
    const followUp = { ...REQUEST, question: 'And what about interns there?' };
    expect(textOf(await read([json], followUp))).toBe(REFUSAL);
    const earlier = [{ question: 'How many days of paid leave do employees get?', answer: null }];
    expect(textOf(await read([json], { ...followUp, earlier }))).toBe('25.');
    const german = { ...REQUEST, question: 'Wie viel Urlaub bekommen die Angestellten in einem Jahr?' };
    expect(textOf(await read([json], german))).toBe('25.');
  });

  it('is none where nothing was written', async () => {
    expect(await read([' '])).toEqual([{ type: 'finished', reason: 'stop', promptTokens: 9 }]);
  });

  it('is taken as it is from a server that keeps to no schema', async () => {
    expect(textOf(await read(['\n', 'You get', ' 25 days [2].']))).toBe('\nYou get 25 days [2].');
  });
});

describe('a question of several parts', () => {
  const asked: AnswerRequest[] = [];
  const answering = (replies: Readonly<Record<string, AnswerPart[]>>) =>
    async function* (request: AnswerRequest): AsyncGenerator<AnswerPart> {
      asked.push(request);
      yield* replies[request.question] ?? [];
      yield { type: 'finished', reason: 'stop', promptTokens: 10, completionTokens: 3 };
    };
  const part = (question: string, refersTo: string[] = []) => ({ question, refersTo, passages: [], numbers: [] });
  const whole: AnswerRequest = {
    ...REQUEST,
    instructions: 'Be brief.',
    parts: [part('When is lunch?'), part('Who pays for it?', ['When is lunch?'])],
  };
  const all = async (parts: AsyncIterable<AnswerPart>) => {
    const read: AnswerPart[] = [];
    for await (const each of parts) read.push(each);
    return read;
  };
  const noon: AnswerPart[] = [
    { type: 'text', text: 'At noon. ' },
    { type: 'citation', number: 1 },
  ];
  const firm: AnswerPart[] = [
    { type: 'text', text: 'The firm. ' },
    { type: 'citation', number: 2 },
  ];
  const refused: AnswerPart[] = [{ type: 'text', text: REFUSAL }];
  const end = { type: 'finished', reason: 'stop', promptTokens: 20, completionTokens: 6 };

  it('is answered part by part from the same passages, each with what it refers to', async () => {
    asked.length = 0;
    const parts = await all(answerEach(whole, answering({ 'When is lunch?': noon, 'Who pays for it?': firm })));
    expect(parts).toEqual([...noon, { type: 'text', text: '\n\n' }, ...firm, end]);
    expect(asked).toMatchObject([
      { question: 'When is lunch?', passages: REQUEST.passages, instructions: 'Be brief.', earlier: [] },
      { question: 'Who pays for it?', earlier: [{ question: 'When is lunch?', answer: null }] },
    ]);
    expect(asked.some((request) => 'parts' in request)).toBe(false);
  });

  it('is answered without the parts that are refused', async () => {
    expect(await all(answerEach(whole, answering({ 'When is lunch?': refused, 'Who pays for it?': firm })))).toEqual([
      ...firm,
      end,
    ]);
  });

  it('is refused where all of them are', async () => {
    const refusing = answering({ 'When is lunch?': refused, 'Who pays for it?': refused });
    expect(await all(answerEach(whole, refusing))).toEqual([...refused, end]);
  });
});
