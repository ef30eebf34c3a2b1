import type { Place } from '../../lib/blocks/blocks.ts';
import type { ChunkSizes, Limit, Size } from './chunk-size.ts';
import type { Unit } from './unit.ts';

/** Puts units together to chunks. */
export interface ChunkPacker {
  /** Takes units; gives the chunks that are finished by them. `isParagraph`: they are a paragraph from its beginning. */
  add(units: readonly Unit[], options: { isParagraph: boolean }): Place[];
  /** Gives the rest: what comes next stands under another heading. */
  end(): Place[];
}

/** Of a chunk's target. */
const SHARES = {
  /** A last chunk with fewer words than this joins the one before, where they fit together. */
  shortestEnding: 4 / 15,
  /** A chunk with this many words is full enough for the next paragraph to begin another. */
  fullEnough: 0.6,
  /** More than this is not repeated. */
  overlap: 0.4,
} as const;

/** A packer for one document. A chunk is held back until the next is full, so that a short last piece can join it. */
export function createChunkPacker(sizes: ChunkSizes): ChunkPacker {
  /** Full, but a last piece may join it. */
  let held: Filling | null = null;
  let filling = createFilling([]);

  /** Closes the chunk that is being filled; gives the one before it. */
  const turn = (): Place[] => {
    const done = held ? [placeOf(held)] : [];
    held = filling;
    filling = createFilling(overlapOf(filling, sizes));
    return done;
  };

  return {
    add: (units, { isParagraph }) => {
      const done: Place[] = [];
      if (isParagraph && isBetterApart(filling, units, sizes.target)) done.push(...turn());
      for (const unit of units) {
        if (filling.fresh.length > 0 && !hasRoom(filling, unit, sizes)) done.push(...turn());
        if (filling.fresh.length === 0) filling = createFilling(beforeUnit(filling.overlap, unit, sizes.most));
        filling.fresh.push(unit);
        filling.words += unit.words;
        filling.tokens += unit.tokens;
      }
      return done;
    },
    end: () => {
      const rest = held && filling.fresh.length > 0 && join(held, filling, sizes);
      const done = rest
        ? [rest]
        : [held, filling].flatMap((last) => (last && last.fresh.length > 0 ? [placeOf(last)] : []));
      held = null;
      filling = createFilling([]);
      return done;
    },
  };
}

/** A chunk in the making: the last sentences of the one before, and what is new. */
interface Filling {
  readonly overlap: readonly Unit[];
  readonly fresh: Unit[];
  words: number;
  tokens: number;
}

function createFilling(overlap: readonly Unit[]): Filling {
  return { overlap, fresh: [], ...sizeOfUnits(overlap) };
}

function placeOf({ overlap, fresh }: Filling): Place {
  const first = overlap[0] ?? fresh[0];
  const last = fresh.at(-1);
  if (!first || !last) throw new TypeError('A chunk needs something new in it.');
  return { start: first.start, end: last.end };
}

function hasRoom(filling: Filling, unit: Unit, { target, most }: ChunkSizes): boolean {
  // A whole table or block of code may go beyond the target, to stand with the words that introduce it.
  const limit = unit.isSentence ? target : most;
  return (
    filling.words + unit.words <= limit.words &&
    filling.tokens + unit.tokens <= limit.tokens &&
    unit.end - placeOf(filling).start <= limit.characters
  );
}

/** Whether a paragraph that would be cut anyway had better begin the next chunk: this one is full enough. */
function isBetterApart(filling: Filling, paragraph: readonly Unit[], target: Limit): boolean {
  const { words } = sizeOfUnits(paragraph);
  return (
    filling.fresh.length > 0 &&
    filling.words >= target.words * SHARES.fullEnough &&
    filling.words + words > target.words
  );
}

/** The last sentences of a chunk, but never all that is new in it: the next chunk would hold it whole. */
function overlapOf({ fresh }: Filling, { target, overlap }: ChunkSizes): Unit[] {
  if (overlap === 0) return [];
  const last = fresh.slice(1).slice(-overlap);
  const sentences = last.slice(last.findLastIndex(({ isSentence }) => !isSentence) + 1);
  const most = { words: target.words * SHARES.overlap, characters: target.characters * SHARES.overlap };
  return shortened(
    sentences,
    (rest, start, end) => sizeOfUnits(rest).words <= most.words && end - start <= most.characters,
  );
}

/** What of an overlap has room in a chunk that a unit begins. */
function beforeUnit(overlap: readonly Unit[], unit: Unit, most: Limit): readonly Unit[] {
  return shortened(overlap, (rest, start) => {
    const { words, tokens } = sizeOfUnits([...rest, unit]);
    return words <= most.words && tokens <= most.tokens && unit.end - start <= most.characters;
  });
}

/** Without as many of the first units as it takes to fit. */
function shortened(
  units: readonly Unit[],
  fits: (units: readonly Unit[], start: number, end: number) => boolean,
): Unit[] {
  const first = units.findIndex(({ start }, at) => fits(units.slice(at), start, units.at(-1)?.end ?? start));
  return first < 0 ? [] : units.slice(first);
}

function sizeOfUnits(units: readonly Unit[]): Size {
  return units.reduce((sum, { words, tokens }) => ({ words: sum.words + words, tokens: sum.tokens + tokens }), {
    words: 0,
    tokens: 0,
  });
}

function join(held: Filling, lastPiece: Filling, { target, most }: ChunkSizes): Place | null {
  const { start } = placeOf(held);
  const { end } = placeOf(lastPiece);
  const fresh = sizeOfUnits(lastPiece.fresh);
  const fits =
    fresh.words < target.words * SHARES.shortestEnding &&
    held.words + fresh.words <= most.words &&
    held.tokens + fresh.tokens <= most.tokens &&
    end - start <= most.characters;
  return fits ? { start, end } : null;
}
