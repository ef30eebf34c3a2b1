import type { Abortable } from './abortable.ts';

/** Uses to be added to the count of a key. */
export interface CountedUses {
  readonly key: string;
  /** Below 0: uses that are taken back. */
  readonly uses: number;
  /** How long the count lasts where it begins with them, in ms. */
  readonly msLeft: number;
}

/** What a key's count has come to. */
export interface Count {
  readonly uses: number;
  /** Until it begins anew, by the store's clock: 0 or less where it is over. */
  readonly msLeft: number;
}

/** Counts of uses, each until its time is over. All processes on a store share them, and they outlast a restart. */
export interface Counters {
  /**
   * Adds to counts and gives back what they are then, by key. A count begins with the first use that is added, and anew
   * once its time is over; what is taken back begins none. A process that is killed meanwhile may have added some.
   */
  add(counted: readonly CountedUses[], options?: Abortable): Promise<ReadonlyMap<string, Count>>;
}
