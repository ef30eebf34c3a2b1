import { useSyncExternalStore } from 'react';
import type { Store } from '../lib/store.ts';

/** The value of a store, as it changes. */
export function useStore<Value>(store: Store<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get);
}
