import type { DocumentId } from '../../ids.ts';
import { sentencesOf } from '../../lib/sentences.ts';
import { languageOf, latinShare } from '../../lib/text/language.ts';
import type { Language } from '../../lib/text/stop-words.ts';
import { ordersAmong } from './orders.ts';
import { readStatement, type Statement } from './statement.ts';

/** A passage that an answer was written from. */
export interface ClaimPassage {
  readonly documentId: DocumentId;
  readonly text: string;
  /** Of the passage in its document's text. */
  readonly start: number;
  /** That it stands under. */
  readonly headings?: readonly string[] | undefined;
  /** Its document's. */
  readonly title?: string | undefined;
}

/** A sentence of a passage. */
export interface PassageSentence {
  /** In the passage's text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Its text in one line, without a list mark. */
  readonly line: string;
}

/** A sentence of a passage, read for what it says. */
export type ReadSentence = PassageSentence & Statement;

/** A passage, cut into sentences. */
export interface ReadPassage {
  /** Of its Latin letters, and how many of its letters these are. */
  readonly language: Language;
  readonly latinShare: number;
  readonly sentences: readonly PassageSentence[];
  /** Those that tell something, read when that is first needed: it takes about a millisecond, and a quotation needs none. */
  readonly statements: readonly ReadSentence[];
  /** Its title and headings, which say what its sentences are about. */
  readonly context: Statement;
}

/** Cuts a passage into sentences. */
export function readPassage({ text, headings = [], title = '' }: ClaimPassage): ReadPassage {
  const language = languageOf(text.slice(0, 2_000));
  const sentences = sentencesOf(text).map((sentence) => ({ ...sentence, line: lineOf(sentence.text) }));
  let statements: readonly ReadSentence[] | null = null;
  return {
    language,
    latinShare: latinShare(text),
    sentences,
    get statements() {
      if (statements) return statements;
      const orders = ordersAmong(sentences.map(({ line }) => line));
      const telling = sentences.filter((_, at) => !orders.has(at));
      statements = telling.map((sentence) => ({ ...sentence, ...readStatement(sentence.text, language) }));
      return statements;
    },
    context: readStatement([title.replace(/\.\w{1,5}$/, ''), ...headings].join('\n'), language),
  };
}

/** A sentence in one line, without the marks of lists, quotations and rows before it, emphasis and HTML, as it is shown. */
export function lineOf(text: string): string {
  return text
    .replace(/<\/?[a-z][^>]*>|[*_`]+/gi, '')
    .replace(/\s+|&nbsp;/g, ' ')
    .trim()
    .replace(/^(?:[-+•–>|\s]|\d{1,3}[.)]\s)+/, '');
}

/** Whether a claim is in another language than a passage, by its words or its letters. */
export function isForeign(words: string, language: Language, passage: ReadPassage): boolean {
  const [share, passageShare] = [latinShare(words), passage.latinShare];
  return Math.abs(share - passageShare) > 0.5 || (share > 0.5 && language !== passage.language);
}

/** A passage and the number by which it is cited. */
export interface CitedPassage {
  readonly marker: number;
  readonly passage: ReadPassage;
}
