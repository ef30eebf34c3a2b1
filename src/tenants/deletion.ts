import type { TenantId } from '../ids.ts';
import type { Directory } from '../store/directory.ts';
import type { TenantRecord } from '../store/directory-records.ts';

/** Ends organisations, however often that is interrupted. */
export interface Deletion {
  /** Begins the end, and removes all that there is. Resolves when it is gone. */
  delete(id: TenantId): Promise<void>;
  /** Goes on with the end of one that is being deleted. */
  finish(tenant: TenantRecord): Promise<void>;
}

/** So long after its end other processes may still have written for it: what they left is removed again. */
const SETTLED_MS = 60_000;

/** Removes what the directory and the store hold. */
export function createDeletion({
  directory,
  removeData,
  now,
}: {
  directory: Directory;
  removeData: (id: TenantId) => Promise<void>;
  now: () => Date;
}): Deletion {
  const remove = async (id: TenantId, at: Date) => {
    await directory.deleteTenant(id, at);
    await removeData(id);
  };
  return {
    delete: (id) => remove(id, now()),
    finish: async ({ id, deletedAt }) => {
      if (!deletedAt) return;
      await remove(id, deletedAt);
      if (now().getTime() - deletedAt.getTime() >= SETTLED_MS) await directory.forgetTenant(id);
    },
  };
}
