import { coverages } from '../lib/coverage.ts';
import { sentencesOf } from '../lib/sentences.ts';
import { questionTerms, termsOf } from '../lib/terms.ts';
import { wordsIn } from '../lib/text/grams.ts';
import { languageOf, languagesOf } from '../lib/text/language.ts';
import type { PromptPassage } from './answer-model.ts';

/** A sentence that could be quoted. */
export interface Quote {
  /** The passage's number in the request, from 1. */
  readonly number: number;
  /** Without the syntax of Markdown; the words are the document's. */
  readonly text: string;
  readonly relevance: number;
}

/** Later passages hold the answer to one question in a hundred. */
const BEST_PASSAGES = 4;
const MIN_WORDS = 3;

/**
 * The sentences of the most relevant passages, each once, without headings and fragments. A question, or a line that ends
 * with a colon, comes with the sentence after it; where no sentence is left, a whole passage stands for one.
 */
export function quotesOf(passages: readonly PromptPassage[]): Quote[] {
  const best = passages
    .map((passage, place) => ({ passage, number: place + 1 }))
    .sort((a, b) => b.passage.relevance - a.passage.relevance)
    .slice(0, BEST_PASSAGES);
  const quotes = new Map<string, Quote>();
  const add = (number: number, { relevance }: PromptPassage, text: string) => {
    const key = text.toLowerCase();
    if (text !== '' && !quotes.has(key)) quotes.set(key, { number, text, relevance });
  };

  for (const { passage, number } of best) {
    const headings = new Set(passage.headings.map((heading) => plain(heading)));
    const sentences = joinOpenings(sentencesOf(passage.text).map(({ text }) => text)).map(plain);
    for (const text of sentences) {
      if (countWords(text) >= MIN_WORDS && !headings.has(text)) add(number, passage, text);
    }
  }
  if (quotes.size === 0) for (const { passage, number } of best) add(number, passage, plain(passage.text));
  return [...quotes.values()];
}

/**
 * How well each quote answers the question: 0.4 cosine + 0.4 coverage + 0.2 its passage's relevance. Coverage is the share
 * of the question's terms that the quote holds, each weighted by its rarity among the quotes. Without cosines they count 0.
 */
export function scoreQuotes(question: string, quotes: readonly Quote[], cosines?: readonly number[]): number[] {
  const { terms: wanted, wordOf, wordCount } = questionTerms(question);
  const [language] = languagesOf(question);
  const held = quotes.map(({ text }) => {
    const terms = new Set(termsOf(text, languageOf(text, language)));
    const words = wordOf.filter((_, place) => terms.has(wanted[place] ?? ''));
    return [...new Set(words)];
  });
  const coverage = coverages(held, { termCount: wordCount });
  return quotes.map(
    ({ relevance }, place) => 0.4 * (cosines?.[place] ?? 0) + 0.4 * (coverage[place] ?? 0) + 0.2 * relevance,
  );
}

/** "How long is it? Two years." and "The steps are: …" say nothing by halves. */
function joinOpenings(sentences: readonly string[]): string[] {
  const joined: string[] = [];
  let opening = '';
  for (const sentence of sentences) {
    if (isHeading(sentence)) continue;
    const whole = opening + sentence;
    opening = opening === '' && /[?:]$/.test(sentence) ? `${whole} ` : '';
    if (opening === '') joined.push(whole);
  }
  if (opening !== '') joined.push(opening.trimEnd());
  return joined;
}

function isHeading(line: string): boolean {
  return /^#{1,6}\s/.test(line);
}

/** Takes off list, quote and table syntax and emphasis, but for that of a number in brackets; runs of whitespace become single spaces. */
function plain(text: string): string {
  return text
    .replace(/^\s*(?:[-*+•–]|\d{1,3}[.)]|>+|#{1,6})\s+/gm, '')
    .replace(/^\s*\||\|\s*$/gm, '')
    .replace(/\s*\|\s*/g, ', ')
    .replace(/(\*\*|__)(?=\S)(?!(?<=\[\s*\1)\d+\1\s*\])(.+?)\1/g, '$2')
    .replace(/\s+/g, ' ')
    .trim();
}

function countWords(text: string): number {
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.reduce((sum, word) => sum + wordsIn(word), 0);
}
