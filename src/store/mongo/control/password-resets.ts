import type { PasswordResets } from '../../password-resets.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import type { Control } from './control.ts';

/** Password resets in the control database: a row a user. */
export function createPasswordResets({ control, calls }: { control: Control; calls: Calls }): PasswordResets {
  const { passwordResets } = control;
  const call = <T>(work: () => Promise<T>) => calls.in(control.database, work);
  return {
    create: ({ userId, madeBy, tokenHash, expiresAt }) =>
      call(async () => {
        await passwordResets.replaceOne({ _id: userId }, { tokenHash, madeBy, expiresAt }, { upsert: true });
      }),
    take: (tokenHash, now) =>
      call(async () => {
        const row = await passwordResets.findOneAndDelete({ tokenHash, expiresAt: { $gt: now } }, reading());
        return row?.madeBy === undefined ? null : { userId: row._id, madeBy: row.madeBy };
      }),
    sweep: (now) =>
      call(async () => {
        await passwordResets.deleteMany({ expiresAt: { $lte: now } });
      }),
  };
}
