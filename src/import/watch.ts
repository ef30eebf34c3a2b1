import { watch } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { StartupError } from '../errors.ts';

/** Files come in several steps, and folders in many. */
const QUIET_MS = 500;

/**
 * Runs a pass, and another each time that something in the folder has changed and then kept still for a moment, until
 * the signal aborts. What changes during a pass is for the next one.
 * @throws StartupError when the system can't watch the folder
 */
export async function passOnChange(
  folder: string,
  pass: () => Promise<void>,
  { signal, quietMs = QUIET_MS }: { signal: AbortSignal; quietMs?: number },
): Promise<void> {
  let changes = 0;
  let wake: () => void = () => {};
  let failure: Error | null = null;
  const watcher = watch(folder, { recursive: true });
  watcher.on('change', () => {
    changes += 1;
    wake();
  });
  watcher.on('error', (error) => {
    failure = error;
    wake();
  });
  signal.addEventListener('abort', () => wake(), { once: true });
  try {
    for (let seen = -1; !signal.aborted; ) {
      if (failure) throw new StartupError(`The folder can't be watched: ${failure}`, { cause: failure });
      if (seen === changes) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      seen = changes;
      if (seen > 0) await pause(quietMs, undefined, { signal });
      if (seen === changes) await pass();
      else seen = -1;
    }
  } finally {
    watcher.close();
  }
}
