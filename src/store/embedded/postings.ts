/** An inverted index of some chunks: which of them hold a term, and how often. It never changes. */
export interface Postings {
  /** Of the chunks, by their place here. */
  readonly ids: Float64Array;
  /** How many terms each has, with repetitions. */
  readonly lengths: Uint32Array;
  /** Numbers of the terms that any of them holds, ascending. The postings of the one at `n` are from `from[n]` to `from[n + 1]`. */
  readonly terms: Uint32Array;
  readonly from: Uint32Array;
  /** By posting: the place of the chunk; ascending for each term. */
  readonly places: Places;
  /** By posting: how often it holds the term, 255 times at most. */
  readonly counts: Uint8Array;
}

type Places = Uint16Array | Uint32Array;

/** The terms of a chunk, by number, with how often it holds each. */
export interface CountedChunk {
  readonly id: number;
  readonly terms: ReadonlyMap<number, number>;
}

/** The index of some chunks, in their order. */
export function indexOf(chunks: readonly CountedChunk[]): Postings {
  const held = new Map<number, number>();
  for (const { terms } of chunks) for (const term of terms.keys()) held.set(term, (held.get(term) ?? 0) + 1);
  const terms = Uint32Array.from(held.keys()).sort();
  const from = new Uint32Array(terms.length + 1);
  /** By term: where its next posting goes. */
  const next = new Map<number, number>();
  for (const [at, term] of terms.entries()) {
    const begin = from[at] ?? 0;
    next.set(term, begin);
    from[at + 1] = begin + (held.get(term) ?? 0);
  }
  const size = from.at(-1) ?? 0;
  const places = placesOf(chunks.length, size);
  const counts = new Uint8Array(size);
  const lengths = new Uint32Array(chunks.length);
  for (const [place, chunk] of chunks.entries()) {
    for (const [term, count] of chunk.terms) {
      const at = next.get(term) ?? 0;
      places[at] = place;
      counts[at] = Math.min(255, count);
      next.set(term, at + 1);
      lengths[place] = (lengths[place] ?? 0) + count;
    }
  }
  return { ids: Float64Array.from(chunks, ({ id }) => id), lengths, terms, from, places, counts };
}

/** The chunks of both, those of the first before those of the second. */
export function join(a: Postings, b: Postings): Postings {
  const terms = new Uint32Array(a.terms.length + b.terms.length);
  const from = new Uint32Array(terms.length + 1);
  const places = placesOf(a.ids.length + b.ids.length, a.places.length + b.places.length);
  const counts = new Uint8Array(places.length);
  let size = 0;
  let end = 0;
  const take = (part: Postings, at: number, shift: number) => {
    for (let posting = part.from[at] ?? 0; posting < (part.from[at + 1] ?? 0); posting++) {
      places[end] = (part.places[posting] ?? 0) + shift;
      counts[end] = part.counts[posting] ?? 0;
      end += 1;
    }
  };
  for (let [atA, atB] = [0, 0]; atA < a.terms.length || atB < b.terms.length; size++) {
    const termA = a.terms[atA] ?? Number.POSITIVE_INFINITY;
    const termB = b.terms[atB] ?? Number.POSITIVE_INFINITY;
    terms[size] = Math.min(termA, termB);
    if (termA <= termB) take(a, atA++, 0);
    if (termB <= termA) take(b, atB++, a.ids.length);
    from[size + 1] = end;
  }
  return {
    ids: concat(Float64Array, a.ids, b.ids),
    lengths: concat(Uint32Array, a.lengths, b.lengths),
    terms: terms.slice(0, size),
    from: from.slice(0, size + 1),
    places,
    counts,
  };
}

/** What is left without the chunks from one place to another, exclusive; those behind move up. */
export function without(postings: Postings, begin: number, end: number): Postings {
  const { ids, lengths } = postings;
  const terms = new Uint32Array(postings.terms.length);
  const from = new Uint32Array(postings.from.length);
  const places = placesOf(ids.length, postings.places.length);
  const counts = new Uint8Array(places.length);
  let size = 0;
  let left = 0;
  for (let at = 0; at < postings.terms.length; at++) {
    const before = left;
    for (let posting = postings.from[at] ?? 0; posting < (postings.from[at + 1] ?? 0); posting++) {
      const place = postings.places[posting] ?? 0;
      if (place >= begin && place < end) continue;
      places[left] = place < begin ? place : place - (end - begin);
      counts[left] = postings.counts[posting] ?? 0;
      left += 1;
    }
    if (left === before) continue;
    terms[size] = postings.terms[at] ?? 0;
    size += 1;
    from[size] = left;
  }
  return {
    ids: concat(Float64Array, ids.subarray(0, begin), ids.subarray(end)),
    lengths: concat(Uint32Array, lengths.subarray(0, begin), lengths.subarray(end)),
    terms: terms.slice(0, size),
    from: from.slice(0, size + 1),
    places: places.slice(0, left),
    counts: counts.slice(0, left),
  };
}

/** Where the postings of a term begin and end; the same place where no chunk holds it. */
export function rangeOf({ terms, from }: Postings, term: number): readonly [begin: number, end: number] {
  const at = lowerBound(terms, term, 0, terms.length);
  return terms[at] === term ? [from[at] ?? 0, from[at + 1] ?? 0] : [0, 0];
}

/** Whether the chunk at a place is among the postings of a range. */
export function holds({ places }: Postings, [begin, end]: readonly [number, number], place: number): boolean {
  const at = lowerBound(places, place, begin, end);
  return at < end && places[at] === place;
}

/** What it takes in memory. */
export function bytesOf({ ids, lengths, terms, from, places, counts }: Postings): number {
  return [ids, lengths, terms, from, places, counts].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** Where the first value is that is not below the given one, among those from `begin` to `end`, which ascend. */
function lowerBound(values: Places, value: number, begin: number, end: number): number {
  let [low, high] = [begin, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placesOf(chunks: number, postings: number): Places {
  return chunks <= 2 ** 16 ? new Uint16Array(postings) : new Uint32Array(postings);
}

function concat<Values extends Float64Array | Uint32Array>(
  Type: new (length: number) => Values,
  a: Values,
  b: Values,
): Values {
  const both = new Type(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
