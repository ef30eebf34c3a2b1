import { ObjectId } from 'mongodb';
import type { TenantId } from '../../../ids.ts';
import type { ChangeFeed, StoredChange } from '../../change-feed.ts';
import type { Control } from '../control/control.ts';
import type { EventRow } from '../control/control-rows.ts';

/** Tells this process at once, and the others by way of the control database, what happened to documents. */
export interface Events {
  /** Resolves when the others can see it. It never fails: what happened has happened. */
  publish(tenantId: TenantId, change: StoredChange): Promise<void>;
  /** Resolves when all that was published is sent. */
  flushed(): Promise<void>;
}

/** Events go out one batch after the other, so that those of a process arrive in order. */
export function createEvents({
  control,
  feed,
  from,
  onUnexpected,
}: {
  control: Control;
  feed: ChangeFeed;
  from: string;
  onUnexpected: (error: unknown) => void;
}): Events {
  let waiting: Omit<EventRow, 'at'>[] = [];
  let sending: Promise<void> = Promise.resolve();

  const send = async () => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      await control.events.bulkWrite(batch.map(toInsert), { ordered: true });
    } catch (error) {
      onUnexpected(error);
    }
  };

  return {
    publish: (tenantId, change) => {
      feed.publish(tenantId, change);
      waiting.push({ _id: new ObjectId(), tenantId, from, ...change });
      sending = sending.then(send);
      return sending;
    },
    flushed: () => sending,
  };
}

/** An upsert, because only an update can have the server write its own time. */
function toInsert({ _id, ...event }: Omit<EventRow, 'at'>) {
  return {
    updateOne: { filter: { _id }, update: { $set: event, $currentDate: { at: true as const } }, upsert: true },
  };
}
