import type { PromptPassage } from '../answer-model.ts';
import type { Asked } from './asked.ts';
import { itemsFor, rowsFor } from './narrowing.ts';
import { announces, type ProseUnit, proseUnits } from './prose.ts';
import { type Piece, piecesOf } from './sections.ts';
import { countWords, wordsOf } from './words.ts';

/** The smallest part of a passage that answers by itself. */
export interface Unit {
  /** The passage's number in the request, from 1. */
  readonly number: number;
  readonly relevance: number;
  /** What it stands under, nearest last; the document's title is the first. */
  readonly headings: readonly string[];
  /** As it stands in the document. */
  readonly shown: string;
  /** Its words. */
  readonly words: string;
  /** Whether its heading says what it is about, as with blocks and fragments. */
  readonly isBare: boolean;
  /** Lists, tables and code stand on lines of their own. */
  readonly isBlock: boolean;
  /** Whether it is what the question asks for by a word in its heading: a list of these. */
  readonly isListAskedFor: boolean;
  /** Whether it is how something is done that the question asks for by a word in its heading: steps. */
  readonly areStepsAskedFor: boolean;
}

/** Later passages hold the answer to one question in a hundred. */
const BEST_PASSAGES = 4;

/** Fewer say nothing without their heading. */
const FEWEST_WORDS = 6;

/** The units of the most relevant passages that say something, each once. */
export function unitsOf(passages: readonly PromptPassage[], asked: Asked): Unit[] {
  const best = passages
    .map((passage, place) => ({ passage, number: place + 1 }))
    .sort((a, b) => b.passage.relevance - a.passage.relevance)
    .slice(0, BEST_PASSAGES);
  const units = new Map<string, Unit>();
  for (const { passage, number } of best) {
    for (const unit of unitsOfPassage(passage, number, asked)) {
      // What another part says in the same words is not this one.
      if (asked.isOtherPart([...unit.headings, unit.words].join('\n'))) continue;
      const key = unit.words.toLowerCase();
      const isTelling = asked.saysMore(unit.words) && key !== unit.headings.at(-1)?.toLowerCase();
      if (isTelling && !units.has(key)) units.set(key, unit);
    }
  }
  return [...units.values()];
}

function unitsOfPassage({ title, headings, text, relevance }: PromptPassage, number: number, asked: Asked): Unit[] {
  const units: Unit[] = [];
  const pieces = piecesOf(text, headings);
  const add = (heading: string | null, shown: string, isBlock: boolean, { isList = false, areSteps = false } = {}) => {
    const above = [title, ...headings.filter((each) => !each.includes(' | ')), ...(heading ? [heading] : [])];
    const words = wordsOf(shown);
    const before = units.at(-1);
    // What goes on about a fragment is as much in need of its heading.
    const goesOn = before?.isBare === true && !before.isBlock && words.startsWith(before.words);
    const isBare = isBlock || goesOn || countWords(words) < FEWEST_WORDS;
    const isNamed = asked.held(above.at(-1) ?? '').length > 0;
    const isListAskedFor = isList && asked.forList && isNamed;
    const areStepsAskedFor = areSteps && asked.forSteps && isNamed;
    units.push({ number, relevance, headings: above, shown, words, isBare, isBlock, isListAskedFor, areStepsAskedFor });
  };
  if (isAskedWhole(pieces, headings.at(-1), asked)) {
    add(null, wholeOf(pieces), pieces.length > 1 || pieces[0]?.kind !== 'prose');
    return units;
  }
  let above: Above | null = null;
  for (const piece of pieces) {
    const { heading } = piece;
    const line = above?.heading === heading ? above : null;
    if (piece.kind === 'prose') {
      const isAnswer = (heading ?? headings.at(-1))?.endsWith('?') === true;
      const prose = proseUnits(piece.text, { isAnswer, before: line?.isOpening === false ? line.shown : null });
      for (const { shown, isOpening } of prose) if (!isOpening) add(heading, shown, false);
      const last = prose.at(-1);
      above = last ? { heading, ...last } : null;
      continue;
    }
    const opens = line && (line.isOpening || piece.kind === 'code' || announces(line.shown));
    const opening = opens ? `${line.shown}\n\n` : '';
    const lead = [...headings, heading ?? '', opening].join('\n');
    const block = blockOf(piece, asked, { opening, lead });
    // By itself the line above says only that something follows.
    if (block !== null && opens && !line.isOpening && piece.kind !== 'code') units.pop();
    if (block !== null) {
      const areSteps = piece.kind === 'list' && piece.isOrdered;
      add(heading, opening + block, true, { isList: piece.kind !== 'code', areSteps });
    }
    if (piece.kind === 'list')
      for (const item of piece.items) if (isLabelled(item)) add(heading, unmarked(item), false);
    above = null;
  }
  if (above?.isOpening) add(above.heading, above.shown, false);
  return units;
}

interface Above extends ProseUnit {
  readonly heading: string | null;
}

/** A short section's. In words. */
const SHORT_SECTION = 50;

/** Whether a question names a short section by a word that stands in its heading alone: any sentence of it may be meant. */
function isAskedWhole(pieces: readonly Piece[], heading: string | undefined, asked: Asked): boolean {
  const isMixed = pieces.length > 1 && pieces.some(({ kind }) => kind === 'list' || kind === 'table');
  if (!heading || isMixed) return false;
  const words = wordsOf(wholeOf(pieces));
  const own = new Set(asked.held(words));
  return countWords(words) <= SHORT_SECTION && asked.held(heading).some((word) => !own.has(word));
}

function wholeOf(pieces: readonly Piece[]): string {
  const parts = pieces.flatMap((piece, at) => {
    const isUnderNew = piece.heading !== null && piece.heading !== pieces[at - 1]?.heading;
    const text = piece.kind === 'table' ? [...piece.head, ...piece.rows].join('\n') : textOf(piece);
    return isUnderNew ? [`**${piece.heading}**`, text] : [text];
  });
  return parts.join('\n\n');
}

function textOf(piece: Exclude<Piece, { kind: 'table' }>): string {
  return piece.kind === 'list' ? piece.items.join('\n') : piece.text;
}

function blockOf(
  piece: Exclude<Piece, { kind: 'prose' }>,
  asked: Asked,
  { opening, lead }: { opening: string; lead: string },
): string | null {
  if (piece.kind === 'code') return piece.text;
  if (piece.kind === 'list') {
    const items = itemsFor(piece, asked, lead);
    return opening === '' && piece.items.length === 1 ? unmarked(items[0] ?? '') : items.join('\n');
  }
  const rows = rowsFor(piece.rows, asked, [lead, ...piece.head].join('\n'));
  return rows.length === 0 ? null : [...piece.head, ...rows].join('\n');
}

/** "**Fetch**: the length of …": an entry that explains itself. */
function isLabelled(item: string): boolean {
  return /^\s*[-*+•]\s+(?:\*\*|__)[^*_]{1,60}(?:\*\*|__)\s*(?::|–|—|-)?\s+\S/.test(item);
}

function unmarked(item: string): string {
  return item.replace(/^\s*[-*+•]\s+/, '').replace(/\s*\n\s*/g, ' ');
}
