import type { Identity } from '../auth/identity.ts';
import { AppError } from '../errors.ts';
import type { JoinedSignal } from '../lib/joined-signal.ts';
import type { Operation } from './operation.ts';

/**
 * Tells when a caller's access ends, to what goes on for longer than a request: sockets, and streams over any transport.
 * It ends with the token, and when the session or API token, the member, the account or the organisation ends or is
 * suspended, or has other rights than before; whichever process did that.
 */
export interface AccessWatch {
  /** Calls back, once, with the error for the caller; calling the returned function takes that back. */
  whenEnded(caller: Identity, onEnd: (reason: AppError) => void): () => void;
  /** Looks at once: something has changed in this process. */
  look(): void;
}

/** How it is known whose access has ended. */
export interface AccessWatchOptions {
  now(): Date;
  /** Of each of these callers, why its access has ended, or null. */
  findEnded(callers: readonly Identity[]): Promise<(AppError | null)[]>;
  onUnexpected(error: unknown): void;
  /** How often it is looked for what other processes have changed, in ms. */
  readonly intervalMs?: number;
}

/** Longest that a timer of Node waits, in ms. Tokens live for a day at most. */
const MAX_TIMER_MS = 2 ** 31 - 1;

interface Watched {
  readonly caller: Identity;
  onEnd(reason: AppError): void;
}

/** Watches callers by the clock and by the directory: all of them by one look, again and again while there are any. */
export function createAccessWatch({ now, findEnded, onUnexpected, intervalMs = 400 }: AccessWatchOptions): AccessWatch {
  const watched = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let lookAgain = false;

  const wait = () => {
    clearTimeout(timer);
    timer = watched.size > 0 ? setTimeout(look, intervalMs).unref() : undefined;
  };

  /** A look that fails says nothing of anybody: the next one comes soon. */
  const look = () => {
    if (isLooking) {
      lookAgain = true;
      return;
    }
    if (watched.size === 0) return;
    isLooking = true;
    lookAgain = false;
    const all = [...watched];
    findEnded(all.map(({ caller }) => caller))
      .then((reasons) => {
        for (const [at, reason] of reasons.entries()) if (reason) all[at]?.onEnd(reason);
      })
      .catch((error) => {
        if (!(error instanceof AppError)) onUnexpected(error);
      })
      .finally(() => {
        isLooking = false;
        if (lookAgain) look();
        else wait();
      });
  };

  return {
    look,
    whenEnded: (caller, onEnd) => {
      const forget = () => {
        watched.delete(one);
        clearTimeout(expiry);
        if (watched.size === 0) clearTimeout(timer);
      };
      const one: Watched = {
        caller,
        onEnd: (reason) => {
          if (!watched.has(one)) return;
          forget();
          onEnd(reason);
        },
      };
      const remainingMs = caller.expiresAt && Math.max(0, caller.expiresAt.getTime() - now().getTime());
      const expiry =
        remainingMs === null
          ? undefined
          : setTimeout(() => one.onEnd(expired()), Math.min(remainingMs, MAX_TIMER_MS)).unref();
      watched.add(one);
      if (watched.size === 1 && !isLooking) wait();
      return forget;
    },
  };
}

/** The end of a caller's access, as a signal, while an operation is under way. Only where it is asked for, it is watched. */
export function accessEndOf(
  caller: Identity | AppError,
  { access, operation }: { access: AccessWatch; operation: Pick<Operation, 'whenEnded'> },
): () => AbortSignal {
  let end: AbortController | null = null;
  return () => {
    if (end) return end.signal;
    const controller = new AbortController();
    end = controller;
    if (!(caller instanceof AppError)) {
      operation.whenEnded(access.whenEnded(caller, (reason) => controller.abort(reason)));
    }
    return controller.signal;
  };
}

/**
 * The end of a caller's access, as a signal, for what outlasts its operation. That the token ends is no end of it: who has
 * another one comes back.
 */
export function lastingAccessOf(caller: Identity | AppError, access: AccessWatch): JoinedSignal {
  if (caller instanceof AppError) throw caller;
  const end = new AbortController();
  const release = access.whenEnded({ ...caller, expiresAt: null }, (reason) => end.abort(reason));
  return { signal: end.signal, release };
}

function expired(): AppError {
  return new AppError('UNAUTHENTICATED', 'Your access token has expired. Log in again.', { reason: 'EXPIRED' });
}
