import type { AccountService } from '../auth/account-service.ts';
import type { Origin } from '../auth/auth-service.ts';
import { parseName } from '../auth/credentials.ts';
import { type Identity, scopeOf } from '../auth/identity.ts';
import { AppError, notFound } from '../errors.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { Abortable } from '../store/abortable.ts';
import type { Directory } from '../store/directory.ts';
import { isActiveOwner, type Member, type TenantRecord, type UserRecord } from '../store/directory-records.ts';
import type { ScopedTenant, TenantUsage } from '../store/tenant-store.ts';
import type { Deletion } from './deletion.ts';
import { parseInstructions } from './instructions.ts';

/** What was deleted with an organisation. */
export interface DeletionReceipt {
  readonly tenantId: TenantId;
  readonly documents: number;
  readonly chunks: number;
  readonly members: number;
  readonly deletedAt: Date;
}

/** Organisations and who belongs to them. */
export interface TenantsService {
  /** The members among these users, in no order. */
  findUsers(tenantId: TenantId, ids: readonly UserId[], options?: Abortable): Promise<UserRecord[]>;
  /** What an organisation keeps; null for a caller who may not see all of it, so that nothing unseen is counted. */
  usage(caller: Identity, options?: Abortable): Promise<TenantUsage | null>;
  /** Changes what is named. @throws AppError `BAD_INPUT` */
  update(caller: Identity, change: { name?: string; instructions?: string | null }): Promise<TenantRecord>;
  /**
   * Deletes the caller's organisation with all that is in it, and the accounts that belong to no other.
   * @throws AppError `UNAUTHENTICATED` `INVALID` for a wrong password, `BAD_INPUT` for another name
   */
  delete(caller: Identity, input: { password: string; confirmName: string }, origin: Origin): Promise<DeletionReceipt>;
  /**
   * Deletes the caller's account, with organisations that have no other member.
   * @throws AppError `UNAUTHENTICATED` `INVALID`; `CONFLICT` for the only owner of an organisation with other members
   */
  deleteAccount(caller: Identity, password: string, origin: Origin): Promise<UserId>;
}

/** The service on the directory's organisations. */
export function createTenantsService({
  directory,
  openTenant,
  usageOf,
  accounts,
  deletion,
  onDelete,
  now,
}: {
  directory: Directory;
  openTenant: (caller: Identity) => Promise<ScopedTenant>;
  /** All that an organisation keeps. */
  usageOf: (id: TenantId) => Promise<TenantUsage>;
  accounts: Pick<AccountService, 'confirm'>;
  deletion: Deletion;
  /** Called before a deletion begins; if it throws, there is none. */
  onDelete: (caller: Identity, action: 'tenant.delete' | 'account.delete', origin: Origin) => Promise<void>;
  now: () => Date;
}): TenantsService {
  const membersOf = async (id: TenantId) => (await directory.pageMembers(id, { limit: 1, after: null })).totalCount;

  const isOnlyOwner = async ({ tenant, membership }: Member) => {
    if (membership.role !== 'OWNER') return false;
    const members = await directory.listMembers(tenant.id);
    return !members.some(({ membership: other }) => other.userId !== membership.userId && isActiveOwner(other));
  };

  return {
    findUsers: (tenantId, ids, options) => directory.findUsers(tenantId, ids, options),

    usage: async (caller, options) => {
      const { piiAccess, collections } = scopeOf(caller);
      return piiAccess && collections === null ? await (await openTenant(caller)).usage(options) : null;
    },

    update: async ({ tenantId }, { name, instructions }) => {
      const tenant = await directory.updateTenant(tenantId, {
        ...(name !== undefined && { name: parseName(name, 'The name') }),
        ...(instructions !== undefined && { instructions: parseInstructions(instructions ?? '') }),
      });
      if (!tenant) throw notFound('organisation');
      return tenant;
    },

    delete: async (caller, { password, confirmName }, origin) => {
      const { tenantId, member } = caller;
      if (confirmName !== member.tenant.name) {
        throw new AppError(
          'BAD_INPUT',
          'Type the name of the organisation exactly as it is, to confirm that it is meant.',
        );
      }
      await accounts.confirm(caller, password, origin);
      await onDelete(caller, 'tenant.delete', origin);
      const [{ documents, chunks }, members] = await Promise.all([usageOf(tenantId), membersOf(tenantId)]);
      await deletion.delete(tenantId);
      return { tenantId, documents, chunks, members, deletedAt: now() };
    },

    deleteAccount: async (caller, password, origin) => {
      await accounts.confirm(caller, password, origin);
      const { userId } = caller;
      const memberships = await directory.listMemberships(userId);
      const alone: TenantId[] = [];
      for (const member of memberships) {
        if ((await membersOf(member.tenant.id)) === 1) alone.push(member.tenant.id);
        else if (await isOnlyOwner(member)) {
          throw new AppError(
            'CONFLICT',
            `You are the only owner of ${member.tenant.name}, which has other members. Make one of them an owner, or delete the organisation first.`,
          );
        }
      }
      await onDelete(caller, 'account.delete', origin);
      // The account goes with the last of them.
      for (const { membership } of memberships) {
        if (!alone.includes(membership.tenantId)) await directory.removeMembership(membership);
      }
      for (const id of alone) await deletion.delete(id);
      return userId;
    },
  };
}
