import { tookTooLong } from './errors.ts';

/** Ends the wait for a database that stands still. */
export interface Watchdog {
  /** Rejects once it was not restarted for so long. */
  readonly stalled: Promise<never>;
  restart(): void;
  stop(): void;
}

/** What a timer is late where the process stood still, and the database perhaps did not. */
const LATE_MS = 1_000;

/** Starts one. */
export function createWatchdog(ms: number): Watchdog {
  let timer: NodeJS.Timeout | undefined;
  let due = 0;
  let reject: (error: Error) => void = () => {};
  const stalled = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  // Nobody may be waiting any more.
  stalled.catch(() => {});
  const stop = () => clearTimeout(timer);
  const restart = () => {
    stop();
    due = performance.now() + ms;
    if (Number.isFinite(ms)) timer = setTimeout(end, ms);
  };
  // A process that stood still itself has not looked at the answers yet.
  const end = () => (performance.now() > due + LATE_MS ? restart() : reject(tookTooLong()));
  restart();
  return { stalled, restart, stop };
}

/** Does work that has to be done in time. @throws AppError `STORE_UNAVAILABLE` */
export async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const watchdog = createWatchdog(ms);
  try {
    return await Promise.race([work(), watchdog.stalled]);
  } finally {
    watchdog.stop();
  }
}
