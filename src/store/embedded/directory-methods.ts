import type { TenantId, UserId } from '../../ids.ts';
import type { Member, TenantRecord, UserRecord } from '../directory.ts';
import type { LeasedDocument, QueuedDocument } from '../ingestion-queue.ts';
import type { AttachedFile } from './attached-file.ts';
import * as directory from './directory-file.ts';
import type { Jobs } from './jobs.ts';
import * as queue from './queue-file.ts';

/** What the worker does with `directory.db`. */
export function createDirectoryMethods({ jobs, file }: { jobs: Jobs; file: () => AttachedFile }) {
  const job =
    <A, R>(work: (file: AttachedFile, args: A) => R) =>
    (args: A, { signal }: { signal: AbortSignal }): Promise<R> =>
      jobs.run(() => work(file(), args), signal);

  return {
    ping: job((open, _: Record<string, never>) => directory.hasUsers(open)),
    register: job((open, { member }: { member: Member }) => directory.register(open, member)),
    hasUsers: job((open, _: Record<string, never>) => directory.hasUsers(open)),
    findUserByEmail: job((open, { email }: { email: string }) => directory.findUserByEmail(open, email)),
    findMember: job((open, key: { userId: UserId; tenantId: TenantId }) => directory.findMember(open, key)),
    findUsers: job((open, { tenantId, ids }: { tenantId: TenantId; ids: readonly UserId[] }) =>
      directory.findUsers(open, tenantId, ids),
    ),
    updateUser: job(
      (open, { id, change }: { id: UserId; change: Partial<Pick<UserRecord, 'passwordHash' | 'lastTenantId'>> }) =>
        directory.updateUser(open, id, change),
    ),
    listTenants: job((open, page: { after: TenantId | null; limit: number }) => directory.listTenants(open, page)),
    listMembers: job((open, { tenantId }: { tenantId: TenantId }) => directory.listMembers(open, tenantId)),
    adopt: job((open, { tenant, members }: { tenant: TenantRecord; members: readonly Omit<Member, 'tenant'>[] }) =>
      directory.adopt(open, tenant, members),
    ),
    queueAdd: job((open, item: QueuedDocument) => queue.add(open, item)),
    queueReserve: job((open, { item, leaseMs }: { item: QueuedDocument; leaseMs: number }) =>
      queue.reserve(open, item, { leaseMs }),
    ),
    queueLease: job((open, options: { after: TenantId | null; leaseMs: number }) => queue.lease(open, options)),
    queueRenew: job((open, { item, leaseMs }: { item: LeasedDocument; leaseMs: number }) =>
      queue.renew(open, item, { leaseMs }),
    ),
    queueRelease: job((open, item: LeasedDocument) => queue.release(open, item)),
    queueRemove: job((open, item: QueuedDocument) => queue.remove(open, item)),
    queueSize: job((open, _: Record<string, never>) => queue.size(open)),
  };
}
