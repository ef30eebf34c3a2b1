import type { WatcherParts } from './publish.ts';
import { startPolling } from './watch-polling.ts';
import { startChangeStream } from './watch-stream.ts';

/** Brings the events of other processes to this one's readers. */
export interface Watcher {
  readonly kind: 'change stream' | 'polling';
  /** Stopping twice is fine. */
  stop(): Promise<void>;
}

/**
 * Begins to watch: by a change stream where the deployment has them, else by polling. Whatever comes in after this
 * resolves is seen.
 */
export async function startWatcher(parts: WatcherParts): Promise<Watcher> {
  const stopping = new AbortController();
  const stream = await startChangeStream(parts, stopping.signal);
  const running = stream ?? (await startPolling(parts, stopping.signal));
  return {
    kind: stream ? 'change stream' : 'polling',
    stop: async () => {
      stopping.abort();
      await running.ended;
    },
  };
}
