import { coverages } from '../../lib/coverage.ts';
import type { Asked } from './asked.ts';
import type { Piece } from './sections.ts';
import { wordsOf } from './words.ts';

/** A list that is no longer is shown whole. */
const SHORT_LIST = { items: 6, words: 80 } as const;
/** A table that is no longer is shown whole where no row stands out. */
const SHORT_TABLE = 8;
/** Of what the best one covers: rows and items that cover as much are shown with it. */
const AS_GOOD = 0.6;

/**
 * The rows of a table that hold what the question asks for, in their order; where none stands out all of a short table,
 * and of a long one none.
 */
export function rowsFor({ rows }: Extract<Piece, { kind: 'table' }>, asked: Asked): readonly string[] {
  const best = standingOut(rows, asked);
  if (best.length > 0) return best;
  return rows.length <= SHORT_TABLE || asked.forSeveral ? rows : [];
}

/** The items of a list: all of steps, of a short list and where all are asked for; else those that hold what is asked for. */
export function itemsFor(
  { items, isOrdered }: Extract<Piece, { kind: 'list' }>,
  asked: Asked,
  opening: string,
): readonly string[] {
  const words = items.reduce((sum, item) => sum + item.split(/\s+/).length, 0);
  const isShort = items.length <= SHORT_LIST.items && words <= SHORT_LIST.words;
  if (isOrdered || isShort || asked.forSeveral || asked.held(opening).length > 0) return items;
  const best = standingOut(items, asked);
  return best.length > 0 ? best : items;
}

/** Those that cover most of the question, where not all cover the same. */
function standingOut(parts: readonly string[], asked: Asked): string[] {
  const held = parts.map((part) => asked.held(wordsOf(part)));
  const covered = coverages(held, { termCount: asked.wordCount });
  const most = Math.max(0, ...covered);
  const best = parts.filter((_, at) => (covered[at] ?? 0) > 0 && (covered[at] ?? 0) >= most * AS_GOOD);
  return best.length < parts.length ? best : [];
}
