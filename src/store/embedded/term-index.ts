import { createBest } from '../../lib/best.ts';
import { nearestWords } from '../../lib/nearest-words.ts';
import { MIN_CHUNKS, termScore, termWeight } from '../bm25.ts';
import { bytesOf, holds, indexOf, join, type Postings, rangeOf, without } from './postings.ts';
import { createTermIds } from './term-ids.ts';

/** Indexes are joined up to this size, so that a search asks few of them, and a write makes few anew: some 5 ms. */
const MOST_JOINED = 8_192;

/** Chunks that come and go together. */
export interface IndexedRun {
  readonly attempt: number;
  readonly size: number;
  /** Of all its chunks together, with repetitions. */
  readonly termCount: number;
  /** Where it is by now. */
  block: Block;
  /** Of its first chunk, in the block. */
  from: number;
}

/** Runs that share an index. */
interface Block {
  postings: Postings;
  runs: IndexedRun[];
}

/** Which chunks hold which terms. */
export interface TermIndex {
  /** @param chunks `terms` are joined by spaces */
  add(attempt: number, chunks: readonly { readonly id: number; readonly terms: string }[]): IndexedRun;
  remove(run: IndexedRun): void;
  /**
   * Ids of the chunks that hold any of the terms, best by BM25 first, ties by id, of all attempts or of those given. Terms that
   * more than half of them hold are left out, as long as rarer ones are there. What other chunks hold has no part in it,
   * so that nobody learns from the order of what they see what is in documents that they don't.
   */
  matching(terms: readonly string[], options: { limit: number; attempts: ReadonlySet<number> | null }): number[];
  /** Which of the terms the chunk at a place of a run holds, by their places in `terms`, ascending. */
  holder(terms: readonly string[]): (run: IndexedRun, at: number) => number[];
  /** As `Chunks` has it, among the terms of all attempts or of those given. */
  spellings(terms: readonly string[], attempts: ReadonlySet<number> | null): (string[] | null)[];
  readonly bytes: number;
}

/** A block that a search looks at. */
interface Look {
  readonly postings: Postings;
  /** Of each chunk, by its place, whether it is looked at; null where all are. */
  readonly seen: Uint8Array | null;
  readonly runs: readonly IndexedRun[];
}

/** Makes an empty one. */
export function createTermIndex(): TermIndex {
  const termIds = createTermIds();
  let blocks: Block[] = [];

  /** Joins the last two as long as they are about as large as each other, so that there are few, and each chunk is moved seldom. */
  const joinLast = () => {
    for (;;) {
      const [a, b] = blocks.slice(-2);
      if (!a || !b) return;
      const [size, added] = [a.postings.ids.length, b.postings.ids.length];
      if (size > 2 * added || size + added > MOST_JOINED) return;
      for (const run of b.runs) {
        run.block = a;
        run.from += size;
      }
      a.postings = join(a.postings, b.postings);
      a.runs.push(...b.runs);
      blocks.pop();
    }
  };

  const lookAt = (attempts: ReadonlySet<number> | null): Look[] =>
    blocks.flatMap(({ postings, runs }): Look[] => {
      const among = attempts ? runs.filter(({ attempt }) => attempts.has(attempt)) : runs;
      if (among.length === 0) return [];
      if (among.length === runs.length) return [{ postings, runs, seen: null }];
      const seen = new Uint8Array(postings.ids.length);
      for (const { from, size } of among) seen.fill(1, from, from + size);
      return [{ postings, runs: among, seen }];
    });

  /** By number of a term: whether a chunk that is looked at holds it. */
  const marksOf = (looks: readonly Look[]): Uint8Array => {
    const marks = new Uint8Array(termIds.count);
    for (const { postings, seen } of looks) {
      for (const [at, term] of postings.terms.entries()) {
        if (!seen || countSeen(seen, postings.places, postings.from[at] ?? 0, postings.from[at + 1] ?? 0) > 0) {
          marks[term] = 1;
        }
      }
    }
    return marks;
  };

  return {
    add: (attempt, chunks) => {
      const counted = chunks.map(({ id, terms }) => ({ id, terms: termIds.number(terms) }));
      const postings = indexOf(counted);
      const termCount = postings.lengths.reduce((sum, length) => sum + length, 0);
      const block: Block = { postings, runs: [] };
      const run: IndexedRun = { attempt, size: chunks.length, termCount, block, from: 0 };
      block.runs.push(run);
      blocks.push(block);
      joinLast();
      return run;
    },
    remove: (run) => {
      const { block, from, size } = run;
      block.runs = block.runs.filter((other) => other !== run);
      if (block.runs.length === 0) {
        blocks = blocks.filter((other) => other !== block);
        return;
      }
      block.postings = without(block.postings, from, from + size);
      for (const other of block.runs) if (other.from > from) other.from -= size;
    },
    matching: (terms, { limit, attempts }) => {
      const asked = [...new Set(terms.flatMap((term) => termIds.find(term) ?? []))];
      return asked.length === 0 ? [] : bestOf(lookAt(attempts), asked, limit);
    },
    holder: (terms) => {
      const asked = terms.map((term) => termIds.find(term));
      const ranges = new Map(
        blocks.map((block) => [block, asked.map((term) => (term === null ? NOWHERE : rangeOf(block.postings, term)))]),
      );
      return ({ block, from }, at) =>
        (ranges.get(block) ?? []).flatMap((range, term) => (holds(block.postings, range, from + at) ? [term] : []));
    },
    spellings: (terms, attempts) => nearestWords(terms, termIds.among(marksOf(lookAt(attempts)))),
    get bytes() {
      return blocks.reduce((sum, { postings }) => sum + bytesOf(postings), termIds.bytes);
    },
  };
}

const NOWHERE = [0, 0] as const;

function bestOf(looks: readonly Look[], asked: readonly number[], limit: number): number[] {
  const ranges = looks.map(({ postings }) => asked.map((term) => rangeOf(postings, term)));
  const held = asked.map((_, term) =>
    looks.reduce((sum, { postings, seen }, at) => {
      const [begin, end] = ranges[at]?.[term] ?? NOWHERE;
      return sum + (seen ? countSeen(seen, postings.places, begin, end) : end - begin);
    }, 0),
  );
  const runs = looks.flatMap((look) => look.runs);
  const chunks = runs.reduce((sum, { size }) => sum + size, 0);
  const averageLength = runs.reduce((sum, { termCount }) => sum + termCount, 0) / Math.max(1, chunks);
  const isRare = held.map((of) => of > 0 && of <= chunks / 2);
  const onlyRare = chunks >= MIN_CHUNKS && isRare.includes(true);

  const best = createBest<number>(limit, (a, b) => a - b);
  for (const [at, { postings, seen }] of looks.entries()) {
    const { ids, lengths, places, counts } = postings;
    const scores = new Float64Array(ids.length);
    for (const [term, of] of held.entries()) {
      if (onlyRare && !isRare[term]) continue;
      const weight = termWeight(of, chunks);
      const [begin, end] = ranges[at]?.[term] ?? NOWHERE;
      for (let posting = begin; posting < end; posting++) {
        const place = places[posting] ?? 0;
        if (seen && !seen[place]) continue;
        const length = lengths[place] ?? 0;
        scores[place] =
          (scores[place] ?? 0) + termScore(weight, { count: counts[posting] ?? 0, length, averageLength });
      }
    }
    // A term's weight is above 0, and so is the score of a chunk that holds one.
    for (let place = 0; place < scores.length; place++) {
      const score = scores[place] ?? 0;
      if (score > 0) best.add(ids[place] ?? 0, score);
    }
  }
  return best.take();
}

/** How many of the chunks of these postings are looked at. */
function countSeen(seen: Uint8Array, places: Postings['places'], begin: number, end: number): number {
  let count = 0;
  for (let posting = begin; posting < end; posting++) count += seen[places[posting] ?? 0] ?? 0;
  return count;
}
