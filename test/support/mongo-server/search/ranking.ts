import type { Collection } from '../collection.ts';
import type { Doc } from '../values.ts';

/** A document as mongot found it: what it is by now is asked of the collection. */
export interface Scored {
  readonly id: string;
  readonly score: number;
}

/** A document that a search brings. */
export interface Hit {
  readonly doc: Doc;
  readonly score: number;
}

/** Sorts best first; equal scores come in another order every time, as they may. */
export type Ranker = (scored: Scored[]) => Scored[];

/** A ranker whose disorder is the same in every run. */
export function createRanker(): Ranker {
  let state = 0x9e3779b9;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return (scored) =>
    scored
      .map((item) => ({ item, tie: random() }))
      .sort((a, b) => b.item.score - a.item.score || a.tie - b.tie)
      .map(({ item }) => item);
}

/** Hits as they are now: those deleted since are left out, and nothing comes in their place. */
export function lookUp(scored: readonly Scored[], collection: Collection): Hit[] {
  return scored.flatMap(({ id, score }) => {
    const doc = collection.docs.get(id);
    return doc ? [{ doc, score }] : [];
  });
}
