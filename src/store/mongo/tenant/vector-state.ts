import type { VectorSlot } from './vector-slots.ts';

/** Which vectors a tenant's database holds. */
export interface VectorState {
  /** Those that searches use. */
  readonly current: VectorSlot;
  /** Those that are to take their place; null where none are. */
  readonly next: VectorSlot | null;
  /** The highest number that was ever given: none is used twice, as a process may still write to one that was given up. */
  readonly lastSlot: number;
  /** Slots whose fields are to be removed, with when they were given up, by the database's clock. */
  readonly old: readonly { readonly slot: number; readonly since: Date }[];
  /** Somebody is about to switch: no attempt may begin without stopping that. */
  readonly isClosing: boolean;
  /** Raised by each change, which whoever has read another one can't make. */
  readonly revision: number;
}
