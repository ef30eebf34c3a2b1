/** Waits before a lost connection is tried again. */
const WAITS_MS = [0, 250, 1_000, 3_000, 10_000];

/** Waits, longer with each loss, but no longer than until the network is back. */
export async function backOff(losses: number): Promise<void> {
  await pause(WAITS_MS[Math.min(losses, WAITS_MS.length - 1)] ?? 0);
}

/** Waits for some time, but no longer than until the network is back, or the signal aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}
