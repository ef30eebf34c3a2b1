import { exactSearch, MetricKind } from 'usearch';

/** One tenant's vectors in memory. Those of one version lie together, as a run. */
export interface VectorRuns {
  /** Chunk ids with their vectors, of a version that is not there yet. */
  append(version: number, chunks: readonly { id: number; vector: Float32Array }[]): void;
  remove(version: number): void;
  /**
   * Ids of the chunks nearest to a unit vector by cosine, nearest first, ties by id: exactly, of all versions or of those
   * given.
   */
  nearest(vector: Float32Array, options: { limit: number; versions: ReadonlySet<number> | null }): number[];
  readonly bytes: number;
}

interface Run {
  readonly version: number;
  from: number;
  readonly count: number;
}

interface Found {
  readonly id: number;
  readonly distance: number;
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

  const search = (query: Float32Array, { from, count }: Pick<Run, 'from' | 'count'>, limit: number): Found[] => {
    const flat = vectors.subarray(from * dimensions, (from + count) * dimensions);
    // One thread: a second one gains nothing, as memory is what it waits for, and the main thread needs the other core.
    const { keys, distances } = exactSearch(flat, query, dimensions, Math.min(limit, count), MetricKind.IP, 1);
    return Array.from(distances as Float32Array, (distance, at) => ({
      id: ids[from + Number((keys as BigUint64Array)[at])] ?? 0,
      distance,
    }));
  };

  return {
    append: (version, chunks) => {
      if (chunks.length === 0) return;
      reserve(size + chunks.length);
      for (const [at, { id, vector }] of chunks.entries()) {
        ids[size + at] = id;
        vectors.set(vector, (size + at) * dimensions);
      }
      runs.push({ version, from: size, count: chunks.length });
      size += chunks.length;
    },
    remove: (version) => {
      const run = runs.find((other) => other.version === version);
      if (!run) return;
      const end = run.from + run.count;
      vectors.copyWithin(run.from * dimensions, end * dimensions, size * dimensions);
      ids.copyWithin(run.from, end, size);
      size -= run.count;
      runs = runs.filter((other) => other !== run);
      for (const other of runs) if (other.from > run.from) other.from -= run.count;
    },
    nearest: (query, { limit, versions }) => {
      let found: Found[] = [];
      for (const stretch of versions ? stretches(runs, versions) : [{ from: 0, count: size }]) {
        if (stretch.count > 0) found.push(...search(query, stretch, limit));
        // Many small documents must not make a list that is long to sort.
        if (found.length > 20 * limit) found = best(found, limit);
      }
      return best(found, limit).map(({ id }) => id);
    },
    get bytes() {
      return vectors.byteLength + ids.byteLength;
    },
  };
}

/** The runs of the versions, neighbours joined, so that they are searched in few calls. */
function stretches(runs: readonly Run[], versions: ReadonlySet<number>): { from: number; count: number }[] {
  const joined: { from: number; count: number }[] = [];
  for (const { version, from, count } of runs) {
    if (!versions.has(version)) continue;
    const last = joined.at(-1);
    if (last && last.from + last.count === from) last.count += count;
    else joined.push({ from, count });
  }
  return joined;
}

function best(found: Found[], limit: number): Found[] {
  return found.sort((a, b) => a.distance - b.distance || a.id - b.id).slice(0, limit);
}
