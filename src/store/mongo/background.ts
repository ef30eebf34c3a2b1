/** Work that goes on after the calls that set it off. */
export interface Background {
  /** Aborts when all of it has to stop. */
  readonly signal: AbortSignal;
  /**
   * Begins work under a name. When work of that name is under way, it runs once more after that. Failures are reported,
   * and end it.
   */
  start(name: string, work: () => Promise<void>): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Stops all of it and waits for the end. Stopping twice is fine. */
  stop(): Promise<void>;
}

export function createBackground({ onFailure }: { onFailure: (error: unknown) => void }): Background {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();

  const run = async (name: string, work: () => Promise<void>) => {
    do {
      again.delete(name);
      try {
        await work();
      } catch (error) {
        if (!stopping.signal.aborted) onFailure(error);
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
      if (stopping.signal.aborted) return;
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
