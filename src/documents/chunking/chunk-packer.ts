import type { Place } from '../../lib/blocks/blocks.ts';
import { MOST, TARGET } from './chunk-size.ts';
import type { Unit } from './units.ts';

/** Puts units together to chunks. */
export interface ChunkPacker {
  /** Takes units; gives the chunks that are finished by them. `isParagraph`: they are a paragraph from its beginning. */
  add(units: readonly Unit[], options: { isParagraph: boolean }): Place[];
  /** Gives the rest: what comes next stands under another heading. */
  end(): Place[];
}

/** A last chunk with fewer words than this joins the one before, where they fit together. */
const SHORTEST_ENDING = 40;

/** A longer sentence is not repeated. */
const LONGEST_OVERLAP = { words: 60, characters: 400 } as const;

/** A packer for one document. A chunk is held back until the next is full, so that a short last piece can join it. */
export function createChunkPacker(): ChunkPacker {
  /** Full, but a last piece may join it. */
  let held: Filling | null = null;
  let filling = createFilling(null);

  /** Closes the chunk that is being filled; gives the one before it. */
  const turn = (): Place[] => {
    const done = held ? [placeOf(held)] : [];
    held = filling;
    filling = createFilling(overlapOf(filling));
    return done;
  };

  return {
    add: (units, { isParagraph }) => {
      const done: Place[] = [];
      if (isParagraph && isBetterApart(filling, units)) done.push(...turn());
      for (const unit of units) {
        if (filling.fresh.length > 0 && !hasRoom(filling, unit)) done.push(...turn());
        if (filling.overlap && !fitsWith(filling.overlap, unit)) filling = createFilling(null);
        filling.fresh.push(unit);
        filling.words += unit.words;
        filling.tokens += unit.tokens;
      }
      return done;
    },
    end: () => {
      const rest = held && filling.fresh.length > 0 && join(held, filling);
      const done = rest
        ? [rest]
        : [held, filling].flatMap((last) => (last && last.fresh.length > 0 ? [placeOf(last)] : []));
      held = null;
      filling = createFilling(null);
      return done;
    },
  };
}

/** A chunk in the making: a sentence of the one before, and what is new. */
interface Filling {
  readonly overlap: Unit | null;
  readonly fresh: Unit[];
  words: number;
  tokens: number;
}

function createFilling(overlap: Unit | null): Filling {
  return { overlap, fresh: [], words: overlap?.words ?? 0, tokens: overlap?.tokens ?? 0 };
}

function placeOf({ overlap, fresh }: Filling): Place {
  const first = overlap ?? fresh[0];
  const last = fresh.at(-1);
  if (!first || !last) throw new TypeError('A chunk needs something new in it.');
  return { start: first.start, end: last.end };
}

function hasRoom(filling: Filling, unit: Unit): boolean {
  // A whole table or block of code may go beyond the target, to stand with the words that introduce it.
  const limit = unit.isSentence ? TARGET : MOST;
  return (
    filling.words + unit.words <= limit.words &&
    filling.tokens + unit.tokens <= limit.tokens &&
    unit.end - placeOf(filling).start <= limit.characters
  );
}

/** Whether a paragraph that would be cut anyway had better begin the next chunk: this one is full enough. */
function isBetterApart(filling: Filling, paragraph: readonly Unit[]): boolean {
  const words = paragraph.reduce((sum, unit) => sum + unit.words, 0);
  return filling.fresh.length > 0 && filling.words >= TARGET.words * 0.6 && filling.words + words > TARGET.words;
}

function overlapOf({ fresh }: Filling): Unit | null {
  const last = fresh.at(-1);
  // A chunk's only sentence would make the next chunk hold it whole.
  if (!last?.isSentence || fresh.length < 2) return null;
  const isShort = last.words <= LONGEST_OVERLAP.words && last.end - last.start <= LONGEST_OVERLAP.characters;
  return isShort ? last : null;
}

function fitsWith(overlap: Unit, unit: Unit): boolean {
  return (
    overlap.words + unit.words <= MOST.words &&
    overlap.tokens + unit.tokens <= MOST.tokens &&
    unit.end - overlap.start <= MOST.characters
  );
}

function join(held: Filling, lastPiece: Filling): Place | null {
  const { start } = placeOf(held);
  const { end } = placeOf(lastPiece);
  const fresh = lastPiece.fresh.reduce(
    (sum, { words, tokens }) => ({ words: sum.words + words, tokens: sum.tokens + tokens }),
    {
      words: 0,
      tokens: 0,
    },
  );
  const fits =
    fresh.words < SHORTEST_ENDING &&
    held.words + fresh.words <= MOST.words &&
    held.tokens + fresh.tokens <= MOST.tokens &&
    end - start <= MOST.characters;
  return fits ? { start, end } : null;
}
