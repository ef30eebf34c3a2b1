import { setMaxListeners } from 'node:events';
import { AppError } from '../../errors.ts';
import { delay } from '../../lib/delay.ts';

/** Work that goes on after the calls that set it off. */
export interface Background {
  /** Aborts when all of it has to stop. */
  readonly signal: AbortSignal;
  /**
   * Begins work under a name. When work of that name is under way, it runs once more after that. As long as the database
   * is away it is tried again and again. Any other failure is reported, and for half a minute nothing of that name begins.
   */
  start(name: string, work: () => Promise<void>): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Stops all of it and waits for the end. Stopping twice is fine. */
  stop(): Promise<void>;
}

/** So that what fails for good is not tried, and reported, at every call. */
const PAUSE_MS = 30_000;
/** Before work is tried again that the database was away for: at first, and at most. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/** Tries again what the database was away for, each time after a longer pause. */
export function createBackground({ onFailure }: { onFailure: (error: unknown) => void }): Background {
  const stopping = new AbortController();
  // Each tenant's work listens to it.
  setMaxListeners(0, stopping.signal);
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const pausedUntil = new Map<string, number>();

  const untilThere = async (work: () => Promise<void>) => {
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(LAST_RETRY_MS, 2 * pause)) {
      try {
        return await work();
      } catch (error) {
        if (stopping.signal.aborted || !(error instanceof AppError)) throw error;
        await delay(pause, { signal: stopping.signal });
      }
    }
  };

  const run = async (name: string, work: () => Promise<void>) => {
    do {
      again.delete(name);
      try {
        await untilThere(work);
        pausedUntil.delete(name);
      } catch (error) {
        if (stopping.signal.aborted) break;
        pausedUntil.set(name, Date.now() + PAUSE_MS);
        onFailure(error);
        break;
      }
    } while (again.has(name) && !stopping.signal.aborted);
    running.delete(name);
  };

  const idle = async () => {
    while (running.size > 0) await Promise.all(running.values());
  };

  return {
    signal: stopping.signal,
    start: (name, work) => {
      if (stopping.signal.aborted || Date.now() < (pausedUntil.get(name) ?? 0)) return;
      if (running.has(name)) again.add(name);
      else running.set(name, run(name, work));
    },
    idle,
    stop: async () => {
      stopping.abort();
      await idle();
    },
  };
}
