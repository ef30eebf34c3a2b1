import type { MongoClient } from 'mongodb';
import { notFound } from '../../../errors.ts';
import type { TenantId } from '../../../ids.ts';
import type { Store } from '../../store.ts';
import type { TenantStore } from '../../tenant-store.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import type { Control } from '../control/control.ts';
import { isLatest, noteTenant } from '../control/embedder-notes.ts';
import { dropOtherSlot } from './reembedding.ts';
import { createTenantDb } from './tenant-db.ts';
import { createTenantHandle, type HandleParts } from './tenant-handle.ts';

/** How many handles are kept. */
const MAX_OPEN = 10_000;

/** Opens tenants by where the control database says that they are, and keeps their handles. */
export function createTenants({
  client,
  control,
  calls,
  parts,
}: {
  client: MongoClient;
  control: Control;
  calls: Calls;
  parts: HandleParts;
}): Pick<Store, 'openTenant' | 'removeTenant'> {
  const open = new Map<TenantId, Promise<TenantStore>>();

  const openTenant = async (id: TenantId): Promise<TenantStore> => {
    const row = await calls.in(control.database, () => control.tenants.findOne({ _id: id }, reading()));
    if (!row || row.deletedAt) throw notFound('organisation');
    const { embedder } = parts;
    const db = createTenantDb({ client, calls, embedder }, id, row.placement.database);
    await db.open();
    const { current, next } = await calls.in(db.database, db.vectors.read);
    await calls.in(control.database, () => noteTenant(control, row, current.embedder));
    // Where processes are started one after the other, those of before have nothing to say.
    if (next && (await calls.in(control.database, () => isLatest(control, embedder)))) {
      await calls.in(db.database, () => dropOtherSlot(db, embedder));
    }
    parts.sweeper.sweepSoon(db);
    return createTenantHandle(db, parts);
  };

  return {
    openTenant: (id) => {
      const known = open.get(id);
      if (known) return known;
      const handle = openTenant(id);
      open.set(id, handle);
      handle.catch(() => open.delete(id));
      const [oldest] = open.keys();
      if (open.size > MAX_OPEN && oldest) open.delete(oldest);
      return handle;
    },
    removeTenant: async (id) => {
      open.delete(id);
      const row = await calls.in(control.database, () => control.tenants.findOne({ _id: id }, reading()));
      if (!row) return;
      if (!row.deletedAt) throw new TypeError('Only what is being deleted is removed.');
      const { database } = row.placement;
      await calls.in(database, () => client.db(database).dropDatabase());
    },
  };
}
