import { exactSearch, MetricKind } from 'usearch';
import type { DocumentId, Generation } from '../../ids.ts';
import { dot } from '../../lib/vectors.ts';
import type { Candidate, SearchedQuestion } from '../chunks.ts';
import { createTermIndex, type IndexedRun, type TermIndex } from './term-index.ts';

/**
 * From so many vectors on, a search looks at all of them in one byte a dimension, and at the best of these exactly. Four
 * times as many as asked for hold more than 99 % of what an exact search finds, in a third of the time.
 */
const MANY = 10_000;
const LOOKED_AT_EXACTLY = 4;

/** Vectors that are copied together for a search among some: few enough to stay in the processor's cache. */
const GATHERED = 2_048;

/** Whose chunks a run holds. */
export interface ShownAttempt {
  readonly id: number;
  readonly documentId: DocumentId;
  readonly generation: Generation;
}

/** A chunk as searches need it. */
export interface SearchedChunk {
  readonly id: number;
  /** Place in the document, from 0. */
  readonly index: number;
  readonly vector: Float32Array;
  /** Joined by spaces. */
  readonly terms: string;
}

/** A chunk that was found. */
export interface NearChunk {
  readonly id: number;
  readonly cosine: number;
}

/** What searches need of one tenant's chunks, in memory. Those of one attempt lie together, as a run. */
export interface ChunkRuns {
  /** Takes the chunks of an attempt that is not there yet. */
  append(attempt: ShownAttempt, chunks: readonly SearchedChunk[]): void;
  remove(attempt: number): void;
  /** The chunks nearest to a unit vector by cosine, nearest first, ties by id, of all attempts or of those given. */
  nearest(vector: Float32Array, options: { limit: number; attempts: ReadonlySet<number> | null }): NearChunk[];
  readonly matching: TermIndex['matching'];
  /** Makes candidates for a question, of chunks by id, without their sentences; null for one that is not there. */
  describe(question: Pick<SearchedQuestion, 'vector' | 'terms'>): (id: number) => Omit<Candidate, 'sentence'> | null;
  readonly spellings: TermIndex['spellings'];
  readonly bytes: number;
}

interface Run extends ShownAttempt {
  /** Of its first vector, among all. */
  from: number;
  /** Of its chunks, by their place in the run. */
  readonly ids: Float64Array;
  readonly indexes: Uint32Array;
  readonly indexed: IndexedRun;
}

/** Makes an empty one. */
export function createChunkRuns(dimensions: number): ChunkRuns {
  const index = createTermIndex();
  const runOf = new Map<number, Run>();
  let vectors = new Float32Array(0);
  /** The same in one byte a dimension. */
  let coarse = new Int8Array(0);
  /** Of all vectors, by their place. */
  let ids = new Float64Array(0);
  let runs: Run[] = [];
  let size = 0;

  const reserve = (capacity: number) => {
    if (capacity <= ids.length) return;
    const room = Math.ceil(capacity * 1.25);
    const grown = new Float32Array(room * dimensions);
    grown.set(vectors.subarray(0, size * dimensions));
    vectors = grown;
    const grownCoarse = new Int8Array(room * dimensions);
    grownCoarse.set(coarse.subarray(0, size * dimensions));
    coarse = grownCoarse;
    const grownIds = new Float64Array(room);
    grownIds.set(ids.subarray(0, size));
    ids = grownIds;
  };

  /** The best of the first `count` vectors of an array, by their places in it. */
  const searchFlat = <Flat extends Float32Array | Int8Array>(flat: Flat, count: number, query: Flat, limit: number) => {
    if (count === 0) return [];
    // The binding takes the whole buffer behind a view, so views must begin where their buffers do. One thread: a second
    // one gains nothing, as memory is what it waits for, and the main thread needs the other core.
    const view = flat.subarray(0, count * dimensions);
    const { keys, distances } = exactSearch(view, query, dimensions, Math.min(limit, count), MetricKind.IP, 1);
    return Array.from(distances as Float32Array, (distance, at) => ({
      place: Number((keys as BigUint64Array)[at]),
      cosine: 1 - distance,
    }));
  };

  const vectorAt = (place: number) => vectors.subarray(place * dimensions, (place + 1) * dimensions);

  const searchAll = (query: Float32Array, limit: number): NearChunk[] => {
    const found =
      size < MANY
        ? searchFlat(vectors, size, query, limit)
        : searchFlat(coarse, size, toCoarse(query), LOOKED_AT_EXACTLY * limit).map(({ place }) => ({
            place,
            cosine: dot(query, vectorAt(place)),
          }));
    return found.map(({ place, cosine }) => ({ id: ids[place] ?? 0, cosine }));
  };

  /** Searches the given places only, by copying them together, some thousands at a time. */
  const searchSome = (places: readonly number[], query: Float32Array, limit: number): NearChunk[] => {
    const found: NearChunk[] = [];
    const scratch = new Float32Array(Math.min(places.length, GATHERED) * dimensions);
    for (let from = 0; from < places.length; from += GATHERED) {
      const part = places.slice(from, from + GATHERED);
      for (const [at, place] of part.entries()) {
        scratch.set(vectorAt(place), at * dimensions);
      }
      for (const { place, cosine } of searchFlat(scratch, part.length, query, limit)) {
        found.push({ id: ids[part[place] ?? 0] ?? 0, cosine });
      }
    }
    return found;
  };

  return {
    append: (attempt, chunks) => {
      if (chunks.length === 0) return;
      reserve(size + chunks.length);
      const run: Run = {
        ...attempt,
        from: size,
        ids: Float64Array.from(chunks, ({ id }) => id),
        indexes: Uint32Array.from(chunks, ({ index }) => index),
        indexed: index.add(attempt.id, chunks),
      };
      for (const [at, { id, vector }] of chunks.entries()) {
        vectors.set(vector, (size + at) * dimensions);
        coarse.set(toCoarse(vector), (size + at) * dimensions);
        runOf.set(id, run);
      }
      ids.set(run.ids, size);
      runs.push(run);
      size += chunks.length;
    },
    remove: (attempt) => {
      const run = runs.find(({ id }) => id === attempt);
      if (!run) return;
      const count = run.ids.length;
      const end = run.from + count;
      vectors.copyWithin(run.from * dimensions, end * dimensions, size * dimensions);
      coarse.copyWithin(run.from * dimensions, end * dimensions, size * dimensions);
      ids.copyWithin(run.from, end, size);
      size -= count;
      for (const id of run.ids) runOf.delete(id);
      index.remove(run.indexed);
      runs = runs.filter((other) => other !== run);
      for (const other of runs) if (other.from > run.from) other.from -= count;
    },
    nearest: (query, { limit, attempts }) => {
      const own = query.slice();
      const found = attempts ? searchSome(placesOf(runs, attempts), own, limit) : searchAll(own, limit);
      return found.sort((a, b) => b.cosine - a.cosine || a.id - b.id).slice(0, limit);
    },
    matching: index.matching,
    describe: ({ vector, terms }) => {
      const termsOf = index.holder(terms);
      return (id) => {
        const run = runOf.get(id);
        if (!run) return null;
        const at = run.ids.indexOf(id);
        return {
          documentId: run.documentId,
          generation: run.generation,
          index: run.indexes[at] ?? 0,
          cosine: dot(vector, vectorAt(run.from + at)),
          terms: termsOf(run.indexed, at),
        };
      };
    },
    spellings: index.spellings,
    get bytes() {
      const ofRuns = runs.reduce((sum, { ids, indexes }) => sum + ids.byteLength + indexes.byteLength, 0);
      return vectors.byteLength + coarse.byteLength + ids.byteLength + ofRuns + index.bytes;
    },
  };
}

/**
 * A unit vector in one byte a dimension. All have the same scale, so that inner products can be compared: few values of a
 * vector are larger than six times their root mean square.
 */
function toCoarse(vector: Float32Array): Int8Array {
  const scale = 127 / Math.min(1, 6 / Math.sqrt(vector.length));
  // An Int8Array would wrap around.
  return Int8Array.from(vector, (value) => Math.max(-127, Math.min(127, Math.round(value * scale))));
}

function placesOf(runs: readonly Run[], attempts: ReadonlySet<number>): number[] {
  const places: number[] = [];
  for (const { id, from, ids } of runs) {
    if (attempts.has(id)) for (let at = 0; at < ids.length; at++) places.push(from + at);
  }
  return places;
}
