import type { Count, CountedUses, Counters } from '../../counters.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import type { Control } from './control.ts';

/**
 * The counts in the control database. They end by the database's clock: those of the processes may be an hour apart. What
 * is over is removed before anything is added: the server's own sweep comes once a minute.
 */
export function createCounters({ control, calls }: { control: Control; calls: Calls }): Counters {
  const { counters } = control;

  const addAll = async (
    counted: readonly CountedUses[],
    signal: AbortSignal | undefined,
  ): Promise<Map<string, Count>> => {
    const now = await control.now();
    await counters.deleteMany({ endsAt: { $lte: now } });
    // Of processes that begin the same count at once one does, and the others add to it: servers see to that for an `_id`.
    const updates = counted.map(({ key, uses, msLeft }) => ({
      updateOne: {
        filter: { _id: key },
        update: { $inc: { uses }, $setOnInsert: { endsAt: new Date(now.getTime() + msLeft) } },
        upsert: uses > 0,
      },
    }));
    await counters.bulkWrite(updates, { ordered: false });
    const rows = await counters.find({ _id: { $in: counted.map(({ key }) => key) } }, reading(signal)).toArray();
    return new Map(rows.map(({ _id, uses, endsAt }) => [_id, { uses, msLeft: endsAt.getTime() - now.getTime() }]));
  };

  return {
    add: async (counted, { signal } = {}) => {
      if (counted.length === 0) return new Map();
      return await calls.in(control.database, () => addAll(counted, signal), signal);
    },
  };
}
