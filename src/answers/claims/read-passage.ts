import type { DocumentId } from '../../ids.ts';
import { sentencesOf } from '../../lib/sentences.ts';
import { languageOf, latinShare } from '../../lib/text/language.ts';
import type { Language } from '../../lib/text/stop-words.ts';
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
export interface ReadSentence extends Statement {
  /** In the passage's text. */
  readonly start: number;
  readonly end: number;
  /** Its text in one line, without a list mark. */
  readonly line: string;
}

/** A passage, read for what it says. */
export interface ReadPassage {
  /** Of its Latin letters, and how many of its letters these are. */
  readonly language: Language;
  readonly latinShare: number;
  readonly sentences: readonly ReadSentence[];
  /** Its title and headings, which say what its sentences are about. */
  readonly context: Statement;
}

/** Reads a passage, which takes about half a millisecond. */
export function readPassage({ text, headings = [], title = '' }: ClaimPassage): ReadPassage {
  const language = languageOf(text);
  return {
    language,
    latinShare: latinShare(text),
    sentences: sentencesOf(text).map((sentence) => ({
      ...sentence,
      ...readStatement(sentence.text, language),
      line: lineOf(sentence.text),
    })),
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
