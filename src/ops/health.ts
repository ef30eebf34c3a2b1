/** A part that the server needs before it can do its work; rejects when it is missing. */
export type Check = (options: { signal: AbortSignal }) => Promise<void>;

/** Whether the server can do its work now, and which part is missing. */
export interface Health {
  check(): Promise<{ ready: boolean; missing: string[] }>;
  /** From now on it is not ready: it is about to stop. */
  drain(): void;
}

/** The longest that a part may take to answer. */
const CHECK_TIMEOUT_MS = 2_000;

/** It is ready when all parts answer in time. */
export function createHealth(parts: Readonly<Record<string, Check>>): Health {
  let draining = false;
  return {
    check: async () => {
      const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
      const missing = await Promise.all(
        Object.entries(parts).map(async ([name, check]) => {
          const late = new Promise<never>((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          });
          return Promise.race([check({ signal }), late]).then(
            () => [],
            () => [name],
          );
        }),
      );
      const names = draining ? ['shutdown', ...missing.flat()] : missing.flat();
      return { ready: names.length === 0, missing: names };
    },
    drain: () => {
      draining = true;
    },
  };
}
