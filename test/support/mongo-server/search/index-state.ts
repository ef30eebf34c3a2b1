import { type CommandError, mongotError } from '../errors.ts';

/** How far mongot has come with an index. NEW: it was accepted, and mongot hasn't seen it yet. */
export type SearchIndexState =
  | 'NEW'
  | 'NOT_STARTED'
  | 'INITIAL_SYNC'
  | 'READY'
  | 'STALE'
  | 'FAILED'
  | 'UNKNOWN'
  | 'DELETING'
  | 'DOES_NOT_EXIST';

/** What `$listSearchIndexes` calls them. */
export const STATUS: Readonly<Record<SearchIndexState, string>> = {
  NEW: 'PENDING',
  NOT_STARTED: 'PENDING',
  INITIAL_SYNC: 'BUILDING',
  READY: 'READY',
  STALE: 'STALE',
  FAILED: 'FAILED',
  UNKNOWN: 'PENDING',
  DELETING: 'DELETING',
  DOES_NOT_EXIST: 'DOES_NOT_EXIST',
};

/** Whether searches are answered; one that is STALE shows what it saw last. */
export function isQueryable(state: SearchIndexState): boolean {
  return state === 'READY' || state === 'STALE';
}

/** The state after this one, null when the index vanishes. One that failed stays so. */
export function nextState(state: SearchIndexState): SearchIndexState | null {
  switch (state) {
    case 'NEW':
    case 'NOT_STARTED':
      return 'INITIAL_SYNC';
    case 'INITIAL_SYNC':
    case 'STALE':
      return 'READY';
    case 'DELETING':
    case 'DOES_NOT_EXIST':
      return null;
    default:
      return state;
  }
}

/** What a query is refused with, null when it is answered. One that is being deleted finds nothing, as one unknown. */
export function queryError(index: {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly state: SearchIndexState;
}): CommandError | null {
  const { id, name, type, state } = index;
  if (isQueryable(state) || state === 'DELETING' || state === 'DOES_NOT_EXIST') return null;
  if (state === 'NEW') return mongotError(`Index ${name} not initialized`);
  const kind = type === 'vectorSearch' ? 'vector' : 'search';
  return mongotError(`cannot query ${kind} index ${id} (${kind} index ${name}) while in state ${state}`);
}
