import { readFile } from 'node:fs/promises';
import { type FeedbackAnswer, feedbackFile } from '../../src/ops/admin/feedback.ts';
import type { Paragraph } from './squad.ts';
import type { Answered, Subject } from './subject.ts';
import type { Figure } from './table.ts';

/** An answer that was rated, and how its question is answered now. */
export interface AskedAgain {
  readonly rated: FeedbackAnswer;
  readonly now: Answered;
  /** Refused as it was; or answered, from a passage that was cited then, with no sentence that its passages don't say. */
  readonly isAlike: boolean;
  /** The same words, whatever the markers. */
  readonly isSame: boolean;
}

/** Reads a file that `npm run admin -- feedback` has written. @throws Error for another */
export async function readFeedbackFile(path: string): Promise<readonly FeedbackAnswer[]> {
  return feedbackFile.parse(JSON.parse(await readFile(path, 'utf8'))).answers;
}

/** Asks each question once more, of the passages alone that it was answered from. */
export async function askAgain(subject: Subject, answers: readonly FeedbackAnswer[]): Promise<AskedAgain[]> {
  const paragraphs = new Map<string, Paragraph>();
  const paragraphOf = (passage: Passage): Paragraph => {
    const text = withHeadings(passage);
    const paragraph = paragraphs.get(text) ?? { article: nameOf(passage), text };
    paragraphs.set(text, paragraph);
    return paragraph;
  };
  const asked = answers.map((rated) => ({ rated, among: rated.passages.map(paragraphOf) }));
  await subject.add([...paragraphs.values()]);
  const again: AskedAgain[] = [];
  for (const { rated, among } of asked) {
    const now = await subject.ask(standalone(rated), { among });
    const cited = Array.from(rated.text.matchAll(MARKER), ([, marker]) => among[Number(marker) - 1]);
    const citesAlike = cited.length === 0 || now.cited.some((paragraph) => cited.includes(paragraph));
    const isSupported = now.supports.every((support) => support !== 'UNSUPPORTED');
    again.push({
      rated,
      now,
      isAlike: rated.answered === now.answered && (!now.answered || (citesAlike && isSupported)),
      isSame: wordsOf(rated.text) === wordsOf(now.text),
    });
  }
  return again;
}

/** What became of those that helped, and of those that did not. Whether another answer is a better one, a reader must say. */
export function measureFeedback(again: readonly AskedAgain[]): Figure[] {
  const helpful = again.filter(({ rated }) => rated.helpful);
  const others = again.filter(({ rated }) => !rated.helpful);
  const share = (what: string, of: readonly AskedAgain[], is: (each: AskedAgain) => boolean) =>
    of.length === 0 ? [] : [{ what: `${what}, of ${of.length}`, value: of.filter(is).length / of.length }];
  return [
    ...share('helpful: answered alike', helpful, ({ isAlike }) => isAlike),
    ...share('helpful: in the same words', helpful, ({ isSame }) => isSame),
    ...share('not helpful: in other words', others, ({ isSame }) => !isSame),
    ...share('not helpful: answered otherwise', others, ({ isAlike }) => !isAlike),
  ];
}

/** What a reader is to look at: helpful answers that are answered otherwise now, and others in other words. */
export function toBeRead(again: readonly AskedAgain[]): string[] {
  return again
    .filter(({ rated, isAlike, isSame }) => (rated.helpful ? !isAlike : !isSame))
    .map(({ rated: { question, helpful, comment, text }, now }) => {
      const rating = `${helpful ? 'helpful' : 'not helpful'}${comment ? `: ${comment}` : ''}`;
      return `${question}\n  then (${rating}):\n${text}\n  now:\n${now.text}`;
    });
}

/** What it meant in its conversation. One of several parts, each of which was searched for, is asked as it was. */
function standalone({ question, searchedFor: [first, ...others] }: FeedbackAnswer): string {
  return first !== undefined && others.length === 0 ? first : question;
}

const MARKER = /\[(\d+)\]/g;

function wordsOf(text: string): string {
  return text
    .replace(/\s*\[\d+\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

type Passage = FeedbackAnswer['passages'][number];

/** As a document of its own, a passage stands below the headings that it stood below. */
function withHeadings({ headings, text }: Passage): string {
  const lines = headings.map((heading, level) => `${'#'.repeat(Math.min(level + 1, 6))} ${heading}`);
  return [...lines, text].join('\n\n');
}

function nameOf({ document, headings }: Passage): string {
  return headings.length > 0 && !document.endsWith('.md') ? `${document}.md` : document;
}
