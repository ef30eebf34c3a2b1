import { ObjectId } from 'mongodb';
import { AppError } from '../../../errors.ts';
import type { TenantId } from '../../../ids.ts';
import type { ChangeFeed, StoredChange } from '../../change-feed.ts';
import type { Background } from '../background.ts';
import type { Control } from '../control/control.ts';
import type { EventRow } from '../control/control-rows.ts';
import { toStoreError } from '../errors.ts';
import { within } from '../watchdog.ts';

/** Tells this process at once, and the others by way of the control database, what happened to documents. */
export interface Events {
  /**
   * Resolves when the others can see it, or when the database doesn't take it, which is tried again until it does. It
   * never fails: what happened has happened.
   */
  publish(tenantId: TenantId, change: StoredChange): Promise<void>;
  /** Resolves when all that was published is sent, or was tried once more. */
  flushed(): Promise<void>;
}

type Sent = Omit<EventRow, 'at'>;

/** What waits for a database that is away; of more than these the oldest go. */
const MAX_WAITING = 10_000;

/** Events go out one batch after the other, so that those of a process arrive in order. */
export function createEvents({
  control,
  background,
  commandMs,
  feed,
  from,
  onUnexpected,
}: {
  control: Control;
  background: Background;
  /** How long the database may take for a batch. */
  commandMs: number;
  feed: ChangeFeed;
  from: string;
  onUnexpected: (error: unknown) => void;
}): Events {
  let waiting: Sent[] = [];
  let last: Promise<void> = Promise.resolve();

  const send = async () => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      await within(commandMs, () => control.events.bulkWrite(batch.map(toInsert), { ordered: true }));
    } catch (error) {
      const failure = toStoreError(error);
      if (!(failure instanceof AppError)) return onUnexpected(failure);
      waiting = [...batch, ...waiting].slice(-MAX_WAITING);
      throw failure;
    }
  };
  const sendInTurn = (): Promise<void> => {
    const sent = last.then(send);
    last = sent.catch(() => {});
    return sent;
  };

  return {
    publish: async (tenantId, change) => {
      feed.publish(tenantId, change);
      waiting.push({ _id: new ObjectId(), tenantId, from, ...change });
      await sendInTurn().catch(() => background.start('events', sendInTurn));
    },
    flushed: () => sendInTurn().catch(() => {}),
  };
}

/**
 * An upsert, because only an update can have the server write its own time, and because what was sent already, and not
 * confirmed, is sent again.
 */
function toInsert({ _id, ...event }: Sent) {
  return {
    updateOne: { filter: { _id }, update: { $set: event, $currentDate: { at: true as const } }, upsert: true },
  };
}
