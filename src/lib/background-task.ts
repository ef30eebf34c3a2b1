/** Work in the background that goes on until it is stopped. */
export interface BackgroundTask {
  start(): void;
  /** Resolves when it has ended. Stopping twice is fine. */
  stop(): Promise<void>;
}

/** What a background task is made of: `start` begins `run`, which ends soon after `signal` aborts. */
export function createBackgroundTask(): {
  readonly signal: AbortSignal;
  start(run: () => Promise<void>): void;
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  return {
    signal: stopping.signal,
    start: (run) => {
      running = run();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
