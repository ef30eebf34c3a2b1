import type { Identity } from '../auth/identity.ts';
import { AppError } from '../errors.ts';

/**
 * Tells when a caller's access ends, to what goes on for longer than a request: sockets, and streams over any transport.
 * Today that is when the token expires; whatever else takes access back is to be told here too.
 */
export interface AccessWatch {
  /** Calls back, once, with what the caller is told; no more after the function that it returns was called. */
  whenEnded(caller: Identity, onEnd: (reason: AppError) => void): () => void;
}

/** Longest that a timer of Node waits, in ms. Tokens live for a day at most. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Watches callers by the clock. */
export function createAccessWatch({ now }: { now: () => Date }): AccessWatch {
  return {
    whenEnded: ({ expiresAt }, onEnd) => {
      const remainingMs = Math.max(0, expiresAt.getTime() - now().getTime());
      const timer = setTimeout(() => onEnd(expired()), Math.min(remainingMs, MAX_TIMER_MS));
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

function expired(): AppError {
  return new AppError('UNAUTHENTICATED', 'Your access token has expired. Log in again.', { reason: 'EXPIRED' });
}
