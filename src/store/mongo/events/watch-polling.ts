import { AppError } from '../../../errors.ts';
import { delay } from '../../../lib/delay.ts';
import { reading } from '../client.ts';
import type { EventRow } from '../control/control-rows.ts';
import { toStoreError } from '../errors.ts';
import { within } from '../watchdog.ts';
import { publish, type WatcherParts } from './publish.ts';

const POLL_MS = 400;
/** Rows of several processes come in late and out of order, so what is this much older than the newest is read again. */
const REREAD_MS = 10_000;

/** Follows the events by reading the newest ones again and again, until the signal aborts. */
export async function startPolling(parts: WatcherParts, signal: AbortSignal): Promise<{ ended: Promise<void> }> {
  const { events } = parts.control;
  const seen = new Map<string, number>();
  let newest = (await events.find({}, reading()).sort({ at: -1 }).limit(1).next())?.at.getTime() ?? 0;

  /** The events that were not seen yet, oldest first. */
  const poll = async (): Promise<EventRow[]> => {
    const since = new Date(newest - REREAD_MS);
    const read = () =>
      events
        .find({ at: { $gte: since } }, reading(signal))
        .sort({ at: 1, _id: 1 })
        .toArray();
    const rows = await within(parts.commandMs, read);
    const unseen = rows.filter(({ _id }) => !seen.has(_id.toHexString()));
    for (const { _id, at } of unseen) {
      seen.set(_id.toHexString(), at.getTime());
      newest = Math.max(newest, at.getTime());
    }
    for (const [id, at] of seen) if (at < newest - 2 * REREAD_MS) seen.delete(id);
    return unseen;
  };

  const run = async () => {
    while (!signal.aborted) {
      await delay(POLL_MS, { signal });
      try {
        for (const row of await poll()) publish(parts, row);
      } catch (error) {
        if (!signal.aborted && !(toStoreError(error) instanceof AppError)) parts.onUnexpected(error);
      }
    }
  };

  // What is there already is no news.
  await poll();
  return { ended: run() };
}
