import { MongoBulkWriteError } from 'mongodb';
import type { CountedUses, Counters } from '../../counters.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import type { Control } from './control.ts';

/**
 * The counts in the control database. They end by the database's clock: those of the processes may be an hour apart. What
 * is over is removed before anything is added: the server's own sweep comes once a minute.
 */
export function createCounters({ control, calls }: { control: Control; calls: Calls }): Counters {
  const { counters } = control;

  const addAll = async (counted: readonly CountedUses[], now: Date): Promise<void> => {
    try {
      await counters.bulkWrite(
        counted.map(({ key, uses, msLeft }) => ({
          updateOne: {
            filter: { _id: key },
            update: { $inc: { uses }, $setOnInsert: { endsAt: new Date(now.getTime() + msLeft) } },
            upsert: uses > 0,
          },
        })),
        { ordered: false },
      );
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError) || kindOf(error) !== 'duplicate') throw error;
      // Another process has made them at the same moment.
      const failed = [error.writeErrors].flat();
      await addAll(
        counted.filter((_, at) => failed.some(({ index }) => index === at)),
        now,
      );
    }
  };

  return {
    add: (counted, { signal } = {}) =>
      calls.in(
        control.database,
        async () => {
          if (counted.length === 0) return new Map();
          const now = await control.now();
          await counters.deleteMany({ endsAt: { $lte: now } });
          await addAll(counted, now);
          const rows = await counters.find({ _id: { $in: counted.map(({ key }) => key) } }, reading(signal)).toArray();
          return new Map(
            rows.map(({ _id, uses, endsAt }) => [_id, { uses, msLeft: endsAt.getTime() - now.getTime() }]),
          );
        },
        signal,
      ),
  };
}
