import { ownSentences } from '../../lib/own-sentences.ts';
import type { AnswerPart, AnswerRequest, PromptPassage } from '../answer-model.ts';
import { proseUnits } from './prose.ts';
import { piecesOf } from './sections.ts';

/** More sections of a document are not listed. */
const MOST_SECTIONS = 30;

/**
 * An overview without a language model: each document's headings, with the first sentence below those whose passages are
 * at hand, followed by its passage's number. It says that it is an outline.
 */
export function* outlineParts({ question, passages, outlines = [] }: AnswerRequest): Generator<AnswerPart> {
  const [before, behind] = ownSentences(question).outline;
  for (const [place, { title, sections }] of outlines.entries()) {
    yield { type: 'text', text: place === 0 ? before : `\n\n${before}` };
    yield { type: 'quote', text: title };
    yield { type: 'text', text: behind };
    const entries = sections.flatMap((headings): Entry[] => {
      // Of a text without headings all passages are of one section.
      const own = passages.flatMap((passage, place) =>
        passage.title === title && isUnder(passage, headings) ? [{ passage, number: place + 1 }] : [],
      );
      return own.length > 0
        ? own.flatMap(({ passage, number }) => entriesOf(passage, number))
        : [{ headings, sentence: null, number: 0 }];
    });
    for (const entry of distinct(withParents(entries)).slice(0, MOST_SECTIONS)) yield* partsOf(entry);
  }
}

interface Entry {
  readonly headings: readonly string[];
  readonly sentence: string | null;
  readonly number: number;
}

function isUnder(passage: PromptPassage, headings: readonly string[]): boolean {
  return JSON.stringify(passage.headings) === JSON.stringify(headings);
}

/** A passage of plain text may hold several sections. */
function entriesOf({ text, headings }: PromptPassage, number: number): Entry[] {
  const above = headings.filter((heading) => !heading.includes(' | '));
  const firsts = new Map<string | null, string | null>();
  for (const piece of piecesOf(text, headings)) {
    const sentence = piece.kind === 'prose' ? proseUnits(piece.text, { isAnswer: false })[0] : undefined;
    if (firsts.get(piece.heading)) continue;
    // "Term" and ": meaning" below it are one line here.
    firsts.set(piece.heading, sentence && !sentence.isOpening ? sentence.shown.replaceAll('\n:', ':') : null);
  }
  return [...firsts].map(([heading, sentence]) => ({
    headings: heading === null ? above : [...above, heading],
    sentence,
    number,
  }));
}

/** Each behind the headings above it that have no text of their own. */
function withParents(entries: readonly Entry[]): Entry[] {
  const known = new Set<string>();
  return entries.flatMap((entry) => {
    const above = entry.headings.slice(0, -1).map((_, depth) => entry.headings.slice(0, depth + 1));
    const parents = above.filter((headings) => !known.has(JSON.stringify(headings)));
    for (const headings of [...parents, entry.headings]) known.add(JSON.stringify(headings));
    return [...parents.map((headings) => ({ headings, sentence: null, number: entry.number })), entry];
  });
}

function distinct(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [JSON.stringify([entry.headings, entry.sentence]), entry])).values()];
}

/** The outermost heading as a paragraph, those below it as a list. */
function* partsOf({ headings, sentence, number }: Entry): Generator<AnswerPart> {
  const heading = headings.at(-1);
  const depth = headings.length - 1;
  const begin = depth > 0 ? `\n${'  '.repeat(depth - 1)}- ` : '\n\n';
  const shown = [heading && `**${heading}**`, sentence].filter((part) => part).join(': ');
  if (shown === '') return;
  yield { type: 'quote', text: `${begin}${shown}` };
  if (sentence === null) return;
  yield { type: 'quote', text: ' ' };
  yield { type: 'citation', number };
}
