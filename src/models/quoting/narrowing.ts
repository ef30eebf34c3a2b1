import { coverages } from '../../lib/coverage.ts';
import type { Asked } from './asked.ts';
import type { Piece } from './sections.ts';
import { countWords, wordsOf } from './words.ts';

/** A list that is no longer is shown whole. */
const SHORT_LIST = { items: 6, words: 80 } as const;
/** A table that is no longer is shown whole where no row stands out. */
const SHORT_TABLE = 8;
/** Of what the best one covers: rows and items that cover as much are shown with it. */
const AS_GOOD = 0.6;

/**
 * The rows of a table that hold what the question asks for, in their order; where none stands out all of a short table,
 * and of a long one none. What the lead, the table's headings and columns, holds already tells the rows of a short one not
 * apart.
 */
export function rowsFor(rows: readonly string[], asked: Asked, lead: string): readonly string[] {
  const held = rows.map((row) => asked.held(wordsOf(row)));
  const known = new Set(asked.held(lead));
  const isLedTo = rows.length <= SHORT_TABLE && held.every((words) => words.every((word) => known.has(word)));
  if (isLedTo) return rows;
  const best = standingOut(held, asked);
  if (best.length > 0) return best.flatMap((at) => rows[at] ?? []);
  return rows.length <= SHORT_TABLE || asked.forSeveral ? rows : [];
}

/**
 * The items of a list: all of steps and of a short list. Of a longer one those that hold most of what the question asks for
 * and its lead, the line that opens it and its headings, lacks, with the items that these belong to; all where the question
 * asks for a list, and the lead holds as much of it.
 */
export function itemsFor(
  { items, isOrdered }: Extract<Piece, { kind: 'list' }>,
  asked: Asked,
  lead: string,
): readonly string[] {
  if (areRecords(items) && !asked.forSeveral) {
    const rows = rowsFor(items, asked, lead);
    return rows.length > 0 ? rows : items;
  }
  const words = items.reduce((sum, item) => sum + countWords(item), 0);
  const isShort = items.length <= SHORT_LIST.items && words <= SHORT_LIST.words;
  if (isOrdered || isShort || asked.forSeveral) return items;
  const known = new Set(asked.held(lead));
  const held = items.map((item) => asked.held(wordsOf(item)).filter((word) => !known.has(word)));
  const most = Math.max(...held.map(({ length }) => length));
  if (asked.forList && most <= known.size) return items;
  const best = standingOut(held, asked);
  return best.length > 0 ? withKin(items, best) : items;
}

/** "- Item: Ink; Days: 7": rows of a table that was read from a file. */
function areRecords(items: readonly string[]): boolean {
  const [label] = items.map((item) => RECORD.exec(item)?.[1]);
  return label !== undefined && items.length > 1 && items.every((item) => RECORD.exec(item)?.[1] === label);
}

const RECORD = /^\s*[-*+]\s+([^:;]{1,60}): [^;]+; /;

/** The places of those that cover most of the question, where not all cover the same. */
function standingOut(held: readonly (readonly number[])[], asked: Asked): number[] {
  const covered = coverages(held, { termCount: asked.wordCount });
  const most = Math.max(0, ...covered);
  const best = [...covered.keys()].filter((at) => (covered[at] ?? 0) > 0 && (covered[at] ?? 0) >= most * AS_GOOD);
  return best.length < held.length ? best : [];
}

/** Items with those that they stand under, and those that stand under them, unless some of these are meant. */
function withKin(items: readonly string[], places: readonly number[]): string[] {
  const depths = items.map((item) => /^\s*/.exec(item)?.[0].length ?? 0);
  const isUnder = (at: number, above: number) =>
    above < at && depths.slice(above + 1, at + 1).every((depth) => depth > (depths[above] ?? 0));
  const lowest = places.filter((place) => !places.some((other) => isUnder(other, place)));
  return items.filter((_, at) => lowest.some((place) => place === at || isUnder(at, place) || isUnder(place, at)));
}
