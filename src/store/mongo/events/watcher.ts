import type { ChangeFeed } from '../../change-feed.ts';
import type { Control } from '../control/control.ts';
import type { EventRow } from '../control/control-rows.ts';
import { startPolling } from './watch-polling.ts';
import { startChangeStream } from './watch-stream.ts';

/** Brings the events of other processes to this one's readers. */
export interface Watcher {
  readonly kind: 'change stream' | 'polling';
  /** Stopping twice is fine. */
  stop(): Promise<void>;
}

/** What a watcher reads, and whom it tells. */
export interface WatcherParts {
  readonly control: Control;
  /** How long the database may take for a read. */
  readonly commandMs: number;
  readonly feed: ChangeFeed;
  /** This process, whose own events are known already. */
  readonly from: string;
  readonly onUnexpected: (error: unknown) => void;
}

/** Hands an event of another process on. */
export function publish(parts: WatcherParts, { tenantId, documentId, before, after, from }: EventRow): void {
  // A process of an earlier version, while all are exchanged one by one, doesn't say what the document was.
  if (from === parts.from || (before === undefined && after === undefined)) return;
  parts.feed.publish(tenantId, { documentId, before, after });
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
