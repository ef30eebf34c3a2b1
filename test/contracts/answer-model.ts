import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  AnswerModel,
  AnswerPart,
  AnswerRequest,
  CompletionRequest,
  PromptPassage,
} from '../../src/models/answer-model.ts';

/** A passage to answer from. */
export function passage(text: string, others: Partial<PromptPassage> = {}): PromptPassage {
  return { title: 'Handbook', headings: [], text, relevance: 0.5, closeness: null, ...others };
}

/** A short request that any model can answer. */
export const REQUEST: AnswerRequest = {
  question: 'How many days of holiday does a new employee get?',
  passages: [
    passage('Every new employee gets 25 days of holiday a year. Unused days expire in March.', { relevance: 0.8 }),
    passage('The office opens at eight in the morning. Visitors sign in at the desk.', { relevance: 0.2 }),
  ],
};

/** A short request for JSON that any model which can write some can answer. */
export const COMPLETION: CompletionRequest = {
  system: 'You answer with yes or no.',
  user: 'Is the sky blue?',
  schema: {
    type: 'object',
    properties: { answer: { type: 'string', enum: ['yes', 'no'] } },
    required: ['answer'],
    additionalProperties: false,
  },
  maxTokens: 60,
};

/** All parts of an answer, in order. */
export async function partsOf(
  model: AnswerModel,
  request: AnswerRequest = REQUEST,
  signal: AbortSignal = new AbortController().signal,
): Promise<AnswerPart[]> {
  const parts: AnswerPart[] = [];
  for await (const part of model.stream(request, { signal })) parts.push(part);
  return parts;
}

/** The text of the parts, with markers for citations. */
export function textOf(parts: readonly AnswerPart[]): string {
  return parts.map(shown).join('');
}

function shown(part: AnswerPart): string {
  switch (part.type) {
    case 'text':
    case 'quote':
      return part.text;
    case 'citation':
      return `[${part.number}]`;
    case 'finished':
      return '';
  }
}

/** What every answer model promises. `open` says how to close what it opened. */
export function describeAnswerModel(
  name: string,
  open: () => Promise<{ model: AnswerModel; close(): Promise<unknown> }>,
): void {
  describe(`${name}, as an answer model`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let model: AnswerModel;
    beforeEach(async () => {
      opened = await open();
      model = opened.model;
    });
    afterEach(() => opened.close());

    it('gives text, then exactly one finish', async () => {
      const parts = await partsOf(model);
      expect(parts.filter(({ type }) => type === 'finished')).toEqual([parts.at(-1)]);
      expect(parts.length).toBeGreaterThan(2);
      expect(textOf(parts).trim()).not.toBe('');
      for (const part of parts.slice(0, -1)) expect(shown(part)).not.toBe('');
    });

    it('names itself and its context', () => {
      expect(model.id).not.toBe('');
      expect(model.contextTokens ?? 1).toBeGreaterThan(0);
    });

    it('is sent passages of the request, in its order', async () => {
      const places = (await model.fit?.(REQUEST, new AbortController())) ?? [0, 1];
      expect(places.length).toBeGreaterThan(0);
      expect([0, 1]).toEqual(expect.arrayContaining([...places]));
      expect(places.toSorted()).toEqual(places);
    });

    it('gives the same text to the same request', async () => {
      expect(textOf(await partsOf(model))).toBe(textOf(await partsOf(model)));
    });

    it('gives text where there are no passages', async () => {
      expect(textOf(await partsOf(model, { ...REQUEST, passages: [] })).trim()).not.toBe('');
    });

    it('does not begin when the signal has aborted', async () => {
      const signal = AbortSignal.abort();
      await expect(partsOf(model, REQUEST, signal)).rejects.toBe(signal.reason);
    });

    it('stops at once before the first part', async () => {
      const controller = new AbortController();
      const first = model.stream(REQUEST, controller)[Symbol.asyncIterator]().next();
      controller.abort();
      await expect(first).rejects.toBe(controller.signal.reason);
    });

    it('stops at once in the middle', async () => {
      const controller = new AbortController();
      const parts = model.stream(REQUEST, controller)[Symbol.asyncIterator]();
      expect((await parts.next()).value.type).not.toBe('finished');
      controller.abort();
      await expect(parts.next()).rejects.toBe(controller.signal.reason);
      expect(await parts.next()).toEqual({ done: true, value: undefined });
    });

    it('answers the next request after a reader who left', async () => {
      for await (const part of model.stream(REQUEST, new AbortController())) {
        expect(part.type).not.toBe('finished');
        break;
      }
      expect((await partsOf(model)).at(-1)?.type).toBe('finished');
    });

    it('writes JSON after a schema', async ({ skip }) => {
      if (!model.complete) return skip('It writes none.');
      const reply = await model.complete(COMPLETION, new AbortController());
      expect(JSON.parse(reply)).toEqual({ answer: expect.stringMatching(/^(yes|no)$/) });
      expect((await partsOf(model)).at(-1)?.type).toBe('finished');
    });

    it('writes no JSON when the signal has aborted, and stops at once when it does', async ({ skip }) => {
      if (!model.complete) return skip('It writes none.');
      const aborted = { signal: AbortSignal.abort() };
      const controller = new AbortController();
      await expect(model.complete(COMPLETION, aborted)).rejects.toBe(aborted.signal.reason);
      const writing = model.complete(COMPLETION, controller);
      controller.abort();
      await expect(writing).rejects.toBe(controller.signal.reason);
    });
  });
}
