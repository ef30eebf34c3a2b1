import type { TenantId } from '../ids.ts';
import type { DocumentChange } from './documents.ts';

/** How many changes a reader may be behind before progress updates are left out. */
const MAX_PENDING = 1_000;

/** Hands the changes of each tenant's documents to whoever reads them. Nothing is kept for a tenant without readers. */
export interface ChangeFeed {
  publish(tenantId: TenantId, change: DocumentChange): void;
  /** The tenant's changes from the first `next()` on, as `Documents.changes` promises them. */
  read(tenantId: TenantId, options: { signal: AbortSignal }): AsyncIterable<DocumentChange>;
  /** How many readers there are, of all tenants. */
  readonly readers: number;
  /** Ends every reader, and every later one at once. */
  close(): void;
}

interface Reader {
  push(change: DocumentChange): void;
  end(): void;
}

/** Makes a feed that adapters publish their committed changes to. */
export function createChangeFeed(): ChangeFeed {
  const readersOf = new Map<TenantId, Set<Reader>>();
  let closed = false;

  const join = (tenantId: TenantId, reader: Reader) => {
    const readers = readersOf.get(tenantId) ?? new Set();
    readersOf.set(tenantId, readers.add(reader));
  };
  const leave = (tenantId: TenantId, reader: Reader) => {
    const readers = readersOf.get(tenantId);
    if (readers?.delete(reader) && readers.size === 0) readersOf.delete(tenantId);
  };

  const read = (tenantId: TenantId, signal: AbortSignal): AsyncIterator<DocumentChange> => {
    const pending: DocumentChange[] = [];
    const waiting: ((result: IteratorResult<DocumentChange>) => void)[] = [];
    let state: 'new' | 'reading' | 'ended' = 'new';

    const end = () => {
      state = 'ended';
      pending.length = 0;
      leave(tenantId, reader);
      signal.removeEventListener('abort', end);
      for (const resolve of waiting.splice(0)) resolve({ done: true, value: undefined });
    };
    const reader: Reader = {
      end,
      push: (change) => {
        const resolve = waiting.shift();
        if (resolve) return resolve({ done: false, value: change });
        pending.push(change);
        if (pending.length > MAX_PENDING) dropOldestUpdate(pending);
      },
    };
    return {
      next: () => {
        if (state === 'new') {
          if (signal.aborted || closed) end();
          else {
            state = 'reading';
            join(tenantId, reader);
            signal.addEventListener('abort', end, { once: true });
          }
        }
        if (state === 'ended') return Promise.resolve({ done: true, value: undefined });
        const change = pending.shift();
        if (change) return Promise.resolve({ done: false, value: change });
        return new Promise((resolve) => waiting.push(resolve));
      },
      return: async () => {
        end();
        return { done: true, value: undefined };
      },
    };
  };

  return {
    publish: (tenantId, change) => {
      for (const reader of readersOf.get(tenantId) ?? []) reader.push(change);
    },
    read: (tenantId, { signal }) => ({ [Symbol.asyncIterator]: () => read(tenantId, signal) }),
    get readers() {
      return [...readersOf.values()].reduce((sum, readers) => sum + readers.size, 0);
    },
    close: () => {
      closed = true;
      for (const readers of [...readersOf.values()]) for (const reader of [...readers]) reader.end();
    },
  };
}

/** Leaves out the oldest update that a later change of the same document makes worthless, where there is one. */
function dropOldestUpdate(pending: DocumentChange[]): void {
  const last = new Map(pending.map(({ documentId }, at) => [documentId, at]));
  const worthless = pending.findIndex(
    ({ type, documentId }, at) => type === 'UPDATED' && at < (last.get(documentId) ?? at),
  );
  if (worthless >= 0) pending.splice(worthless, 1);
}
