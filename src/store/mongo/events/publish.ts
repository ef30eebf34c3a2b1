import type { ChangeFeed } from '../../change-feed.ts';
import type { Control } from '../control/control.ts';
import type { EventRow } from '../control/control-rows.ts';

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
