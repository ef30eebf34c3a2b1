import type { Store } from '../../src/store/store.ts';

/** A store that a test has to itself, made for `TEST_EMBEDDER`. */
export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<Store>;
  /** Closes whatever is open and removes the data. */
  close(): Promise<void>;
}
