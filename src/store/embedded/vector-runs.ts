import { exactSearch, MetricKind } from 'usearch';
import { dot } from '../../lib/vectors.ts';

/** Vectors that are copied together for a search among some: few enough to stay in the processor's cache. */
const GATHERED = 2_048;

/** One tenant's vectors in memory. Those of one attempt lie together, as a run. */
export interface VectorRuns {
  /** Chunk ids with their vectors, of an attempt that is not there yet. */
  append(attempt: number, chunks: readonly { id: number; vector: Float32Array }[]): void;
  remove(attempt: number): void;
  /** The chunks nearest to a unit vector by cosine, nearest first, ties by id: exactly, of all attempts or of those given. */
  nearest(vector: Float32Array, options: { limit: number; attempts: ReadonlySet<number> | null }): NearChunk[];
  /** The cosine of a unit vector and a chunk's; null for a chunk that is not there. */
  cosine(vector: Float32Array, chunk: { id: number; attempt: number }): number | null;
  readonly bytes: number;
}

/** A chunk that was found. */
export interface NearChunk {
  readonly id: number;
  readonly cosine: number;
}

interface Run {
  readonly attempt: number;
  from: number;
  readonly count: number;
}

/** Makes an empty one. */
export function createVectorRuns(dimensions: number): VectorRuns {
  let vectors = new Float32Array(0);
  let ids = new Float64Array(0);
  let runs: Run[] = [];
  let size = 0;

  const reserve = (capacity: number) => {
    if (capacity <= ids.length) return;
    const room = Math.ceil(capacity * 1.25);
    const grown = new Float32Array(room * dimensions);
    grown.set(vectors.subarray(0, size * dimensions));
    vectors = grown;
    const grownIds = new Float64Array(room);
    grownIds.set(ids.subarray(0, size));
    ids = grownIds;
  };

  /** The best of the first `count` vectors of an array, by their places in it. */
  const searchFlat = (flat: Float32Array, count: number, query: Float32Array, limit: number) => {
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

  const searchAll = (query: Float32Array, limit: number): NearChunk[] =>
    searchFlat(vectors, size, query, limit).map(({ place, cosine }) => ({ id: ids[place] ?? 0, cosine }));

  /** Searches the given places only, by copying them together, some thousands at a time. */
  const searchSome = (places: readonly number[], query: Float32Array, limit: number): NearChunk[] => {
    const found: NearChunk[] = [];
    const scratch = new Float32Array(Math.min(places.length, GATHERED) * dimensions);
    for (let from = 0; from < places.length; from += GATHERED) {
      const part = places.slice(from, from + GATHERED);
      for (const [at, place] of part.entries()) {
        scratch.set(vectors.subarray(place * dimensions, (place + 1) * dimensions), at * dimensions);
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
      for (const [at, { id, vector }] of chunks.entries()) {
        ids[size + at] = id;
        vectors.set(vector, (size + at) * dimensions);
      }
      runs.push({ attempt, from: size, count: chunks.length });
      size += chunks.length;
    },
    remove: (attempt) => {
      const run = runs.find((other) => other.attempt === attempt);
      if (!run) return;
      const end = run.from + run.count;
      vectors.copyWithin(run.from * dimensions, end * dimensions, size * dimensions);
      ids.copyWithin(run.from, end, size);
      size -= run.count;
      runs = runs.filter((other) => other !== run);
      for (const other of runs) if (other.from > run.from) other.from -= run.count;
    },
    nearest: (query, { limit, attempts }) => {
      const own = query.slice();
      const found = attempts ? searchSome(placesOf(runs, attempts), own, limit) : searchAll(own, limit);
      return found.sort((a, b) => b.cosine - a.cosine || a.id - b.id).slice(0, limit);
    },
    cosine: (query, { id, attempt }) => {
      const run = runs.find((other) => other.attempt === attempt);
      const place = run ? ids.subarray(run.from, run.from + run.count).indexOf(id) : -1;
      if (!run || place < 0) return null;
      const at = (run.from + place) * dimensions;
      return dot(query, vectors.subarray(at, at + dimensions));
    },
    get bytes() {
      return vectors.byteLength + ids.byteLength;
    },
  };
}

function placesOf(runs: readonly Run[], attempts: ReadonlySet<number>): number[] {
  const places: number[] = [];
  for (const { attempt, from, count } of runs) {
    if (attempts.has(attempt)) for (let at = 0; at < count; at++) places.push(from + at);
  }
  return places;
}
