import { mayBeEnglish } from '../lib/text/language.ts';
import { dot } from '../lib/vectors.ts';
import type { AnswerModel, AnswerPart, AnswerRequest } from './answer-model.ts';
import type { Embedder } from './embedder.ts';
import { type Quote, quotesOf, scoreQuotes } from './quotes.ts';
import { REFUSAL } from './refusal.ts';

const QUOTED_SENTENCES = 2;

/**
 * Answers by quotation, with no language model: the two sentences of the passages that fit the question best, the better
 * one first, each followed by its passage's number in brackets. With an embedder that reads the question it compares
 * meanings too.
 */
export function createQuotingModel({ embedder }: { embedder?: Embedder } = {}): AnswerModel {
  return {
    id: 'quoting',
    contextTokens: null,
    stream: async function* (request, { signal }) {
      signal.throwIfAborted();
      const quotes = await bestQuotes(request, signal);
      for (const part of partsOf(quotes)) {
        signal.throwIfAborted();
        yield part;
      }
      yield { type: 'finished', reason: 'stop' };
    },
  };

  async function bestQuotes({ question, passages }: AnswerRequest, signal: AbortSignal): Promise<Quote[]> {
    const quotes = quotesOf(passages);
    const scores = scoreQuotes(question, quotes, await cosines(question, quotes, signal));
    return quotes
      .map((quote, place) => ({ quote, score: scores[place] ?? 0 }))
      .sort((a, b) => b.score - a.score)
      .slice(0, QUOTED_SENTENCES)
      .map(({ quote }) => quote);
  }

  async function cosines(
    question: string,
    quotes: readonly Quote[],
    signal: AbortSignal,
  ): Promise<number[] | undefined> {
    if (!embedder || (embedder.language === 'en' && !mayBeEnglish(question))) return undefined;
    const texts = quotes.map(({ text }) => text);
    const [[asked], vectors] = await Promise.all([
      embedder.embed([question], { as: 'question', urgent: true, signal }),
      embedder.embed(texts, { as: 'passage', urgent: true, signal }),
    ]);
    return asked && vectors.map((vector) => dot(asked, vector));
  }
}

/** Word by word, each with the space after it. */
function* partsOf(quotes: readonly Quote[]): Generator<AnswerPart> {
  if (quotes.length === 0) yield { type: 'text', text: REFUSAL };
  for (const [place, { text, number }] of quotes.entries()) {
    if (place > 0) yield { type: 'quote', text: ' ' };
    for (const word of `${text} `.split(/(?<= )/)) yield { type: 'quote', text: word };
    yield { type: 'citation', number };
  }
}
