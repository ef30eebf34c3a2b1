import { setMaxListeners } from 'node:events';

/** A signal that aborts as soon as one of several does, with its reason. */
export interface JoinedSignal {
  readonly signal: AbortSignal;
  /** Stops listening to the signals; to be called in a `finally`. Calling it twice is fine. */
  release(): void;
}

/**
 * Joins signals of which one lives long, such as the server's own end. `AbortSignal.any` is no good there: on Node 20 the
 * long-lived one keeps a trace of every signal that was ever made from it (nodejs/node#54614).
 */
export function joinSignals(...signals: readonly AbortSignal[]): JoinedSignal {
  const joined = new AbortController();
  const release = () => {
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
  };
  const onAbort = () => {
    release();
    joined.abort(signals.find(({ aborted }) => aborted)?.reason);
  };
  // As many listeners as there are calls in flight are no leak.
  setMaxListeners(0, ...signals);
  for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
  if (signals.some(({ aborted }) => aborted)) onAbort();
  return { signal: joined.signal, release };
}
