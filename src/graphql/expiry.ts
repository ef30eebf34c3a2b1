import type { Identity } from '../auth/identity.ts';
import { AppError } from '../errors.ts';

/** Longest that a timer of Node waits, in ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Calls back when a caller's token ends, until it is told that nobody waits for that any more. */
export function whenExpired({ expiresAt }: Identity, now: () => Date, onExpired: () => void): () => void {
  const remainingMs = Math.max(0, expiresAt.getTime() - now().getTime());
  const timer = setTimeout(onExpired, Math.min(remainingMs, MAX_TIMER_MS));
  timer.unref();
  return () => clearTimeout(timer);
}

/** What a stream over SSE ends with when its token does; a socket is closed instead. */
export function expired(): AppError {
  return new AppError('UNAUTHENTICATED', 'The access token has expired. Log in again.', { reason: 'EXPIRED' });
}
