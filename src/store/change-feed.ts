import { AppError } from '../errors.ts';
import type { DocumentId, TenantId } from '../ids.ts';
import { type DocumentAccess, isVisible, type Scope } from './access.ts';
import type { DocumentChange } from './documents.ts';

/** How many changes a reader may be behind before updates are left out that later changes make worthless. */
const MAX_PENDING = 1_000;

/** How many it may be behind at all. */
const MAX_UNREAD = 10_000;

/** What a store says of a committed change: what the document was, and what it is. */
export interface StoredChange {
  readonly documentId: DocumentId;
  /** Null for a document that has just come in. */
  readonly before: DocumentAccess | null;
  /** Null for one that is gone. */
  readonly after: DocumentAccess | null;
}

/** Hands the changes of each tenant's documents to whoever reads them. Nothing is kept for a tenant without readers. */
export interface ChangeFeed {
  publish(tenantId: TenantId, change: StoredChange): void;
  /**
   * The changes that a scope sees from the first `next()` on, as `Documents.changes` promises them.
   * @throws AppError `RATE_LIMITED` out of the `next()` of a reader that is too far behind
   */
  read(tenantId: TenantId, scope: Scope, options: { signal: AbortSignal }): AsyncIterable<DocumentChange>;
  /** How many readers there are, of all tenants. */
  readonly readers: number;
  /** Ends every reader, and every later one at once. */
  close(): void;
}

interface Reader {
  push(change: StoredChange): void;
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

  const read = (tenantId: TenantId, scope: Scope, signal: AbortSignal): AsyncIterator<DocumentChange> => {
    let pending: DocumentChange[] = [];
    let room = MAX_PENDING;
    let failure: AppError | null = null;
    const waiting: ((result: IteratorResult<DocumentChange>) => void)[] = [];
    let state: 'new' | 'reading' | 'ended' = 'new';

    const end = () => {
      state = 'ended';
      pending = [];
      leave(tenantId, reader);
      signal.removeEventListener('abort', end);
      for (const resolve of waiting.splice(0)) resolve({ done: true, value: undefined });
    };
    const reader: Reader = {
      end,
      push: (stored) => {
        const change = seenBy(scope, stored);
        if (!change) return;
        const resolve = waiting.shift();
        if (resolve) return resolve({ done: false, value: change });
        pending.push(change);
        if (pending.length <= room) return;
        pending = withoutWorthless(pending);
        // So that it is not gone through for each change, where nothing can be left out.
        room = Math.max(MAX_PENDING, 2 * pending.length);
        if (pending.length <= MAX_UNREAD) return;
        end();
        failure = tooFarBehind();
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
        if (failure) {
          const reason = failure;
          failure = null;
          return Promise.reject(reason);
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
    read: (tenantId, scope, { signal }) => ({ [Symbol.asyncIterator]: () => read(tenantId, scope, signal) }),
    get readers() {
      return [...readersOf.values()].reduce((sum, readers) => sum + readers.size, 0);
    },
    close: () => {
      closed = true;
      for (const readers of [...readersOf.values()]) for (const reader of [...readers]) reader.end();
    },
  };
}

/** A change as a scope sees it: what comes into its sight has come in, what goes out of it is gone. */
function seenBy(scope: Scope, { documentId, before, after }: StoredChange): DocumentChange | null {
  const was = before !== null && isVisible(scope, before);
  const is = after !== null && isVisible(scope, after);
  if (!was && !is) return null;
  return { type: was ? (is ? 'UPDATED' : 'DELETED') : 'ADDED', documentId };
}

/** Leaves out the updates of documents of which something comes later. */
function withoutWorthless(pending: readonly DocumentChange[]): DocumentChange[] {
  const last = new Map(pending.map(({ documentId }, at) => [documentId, at]));
  return pending.filter(({ type, documentId }, at) => type !== 'UPDATED' || at === last.get(documentId));
}

function tooFarBehind(): AppError {
  return new AppError(
    'RATE_LIMITED',
    `You are more than ${MAX_UNREAD} changes behind. Subscribe again, and read what comes faster.`,
    { retryAfterSeconds: 1 },
  );
}
