import type { DocumentId } from '../../ids.ts';
import { fold } from '../../lib/text/fold.ts';
import type { SentenceCosine } from '../sentences.ts';

/** What is compared of a passage that was found. */
export interface ComparedPassage {
  readonly documentId: DocumentId;
  readonly text: string;
  /** How near its sentences are to the question; null where that is not known. */
  readonly sentences: readonly SentenceCosine[] | null;
  /** Which of the question's terms it holds. */
  readonly terms: readonly number[];
}

/**
 * Tells of passages, best first, which add nothing to a better one before them: those of nearly the same text and the same
 * numbers, and those of other documents whose nearest sentence to the question is the same, as boilerplate's is. One that
 * holds a term of the question which the better one lacks always adds something.
 */
export function createDuplicateFinder(): (passage: ComparedPassage) => boolean {
  const better: Looks[] = [];
  return (passage) => {
    const looks = looksOf(passage);
    const isDuplicate = better.some((other) => addsNothing(looks, other));
    if (!isDuplicate) better.push(looks);
    return isDuplicate;
  };
}

/** Of all runs of three words of two texts, the share that both hold. */
const NEARLY_THE_SAME = 0.85;
const RUN = 3;

/** In words; shorter ones, such as "See below.", introduce what differs. */
const SHORTEST_SENTENCE = 6;

/** What two passages are compared by. Most pairs differ in the first of it, so each is made when it is asked for. */
interface Looks {
  readonly passage: ComparedPassage;
  /** The sentence that is nearest to the question; null where it is short or not known. */
  nearest(): string | null;
  /** Those of a price or a date are most of what a passage says. */
  numbers(): string;
  runs(): ReadonlySet<string>;
}

function looksOf(passage: ComparedPassage): Looks {
  const words = once(() => wordsOf(passage.text));
  return {
    passage,
    nearest: once(() => nearestOf(passage)),
    numbers: once(() => [...new Set(words().filter((word) => /\p{N}/u.test(word)))].sort().join(' ')),
    runs: once(() => runsOf(words())),
  };
}

function runsOf(words: readonly string[]): Set<string> {
  return new Set(words.map((_, at) => words.slice(at, at + RUN).join(' ')));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function nearestOf({ text, sentences }: ComparedPassage): string | null {
  const [first, ...others] = sentences ?? [];
  if (!first) return null;
  const { start, end } = others.reduce((best, each) => (each.cosine > best.cosine ? each : best), first);
  const words = wordsOf(text.slice(start, end));
  return words.length < SHORTEST_SENTENCE ? null : words.join(' ');
}

function addsNothing(looks: Looks, better: Looks): boolean {
  const held = new Set(better.passage.terms);
  if (!looks.passage.terms.every((term) => held.has(term))) return false;
  // In one document the same sentence at a chunk's end and the next one's beginning has another surrounding.
  const isElsewhere = looks.passage.documentId !== better.passage.documentId;
  if (isElsewhere && looks.nearest() !== null && looks.nearest() === better.nearest()) return true;
  return looks.numbers() === better.numbers() && likeness(looks.runs(), better.runs()) >= NEARLY_THE_SAME;
}

/** Jaccard's index of the runs of two texts (Broder, 1997). */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [fewer, more] = a.size < b.size ? [a, b] : [b, a];
  if (more.size === 0) return 1;
  if (fewer.size < more.size * NEARLY_THE_SAME) return 0;
  let both = 0;
  for (const run of fewer) if (more.has(run)) both += 1;
  return both / (a.size + b.size - both);
}

function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
