import type { TenantId, UserId } from '../../ids.ts';
import { emailTaken, takenByAnother } from '../directory.ts';
import type { Member, MemberKey, TenantChange, TenantRecord, UserRecord } from '../directory-records.ts';
import type { AttachedFile } from './attached-file.ts';
import { DIRECTORY_SCRIPTS } from './directory-schema.ts';
import {
  insertMembership,
  insertTenant,
  insertUser,
  MEMBERS,
  toMember,
  toModelSettingsText,
  toTenant,
  toUser,
} from './member-rows.ts';
import { migrate } from './migrate.ts';

/** Brings `directory.db` up to date; `first` runs where there is nothing in it yet. */
export function migrateDirectory(file: AttachedFile, { first = () => {} }: { first?: () => void } = {}): void {
  migrate(file, DIRECTORY_SCRIPTS, { first });
}

/** Stores an organisation and its first member, all or nothing. */
export function register(file: AttachedFile, { tenant, user, membership }: Member): void {
  file.transaction(
    () => {
      if (file.get('SELECT 1 FROM users WHERE email = ?', user.email)) throw emailTaken();
      insertTenant(file, tenant);
      insertUser(file, user);
      insertMembership(file, membership);
    },
    { durable: true },
  );
}

/** Whether the tenant was registered, and is not being deleted. */
export function hasTenant(file: AttachedFile, id: TenantId): boolean {
  return file.get('SELECT 1 FROM tenants WHERE id = ? AND deleted_at IS NULL', id) !== undefined;
}

/** Whether the tenant's own file was ever made, and so must be there. */
export function hasTenantFile(file: AttachedFile, id: TenantId): boolean {
  return file.get('SELECT 1 FROM tenants WHERE id = ? AND has_file = 1', id) !== undefined;
}

/** Whether anybody is registered. */
export function hasUsers(file: AttachedFile): boolean {
  return file.get('SELECT 1 FROM users LIMIT 1') !== undefined;
}

/** The user with this e-mail, or null. */
export function findUserByEmail(file: AttachedFile, email: string): UserRecord | null {
  const row = file.get('SELECT * FROM users WHERE email = ?', email);
  return row ? toUser(row) : null;
}

/** The member, or null unless both exist and belong together. */
export function findMember(file: AttachedFile, key: MemberKey): Member | null {
  const row = file.get(`${MEMBERS} WHERE m.tenant_id = ? AND m.user_id = ?`, key.tenantId, key.userId);
  return row ? toMember(row) : null;
}

/** Those of these members that exist. */
export function findMembers(file: AttachedFile, keys: readonly MemberKey[]): Member[] {
  return file
    .all(
      `${MEMBERS} WHERE (m.tenant_id, m.user_id) IN
         (SELECT value ->> 'tenantId', value ->> 'userId' FROM json_each(?))`,
      JSON.stringify(keys.map(({ tenantId, userId }) => ({ tenantId, userId }))),
    )
    .map(toMember);
}

/** Of the users with these ids, those who belong to the tenant. */
export function findUsers(file: AttachedFile, tenantId: TenantId, ids: readonly UserId[]): UserRecord[] {
  return file
    .all(
      `SELECT u.* FROM memberships m JOIN users u ON u.id = m.user_id
       WHERE m.tenant_id = ? AND m.user_id IN (SELECT value FROM json_each(?))`,
      tenantId,
      JSON.stringify(ids),
    )
    .map(toUser);
}

/** Changes what is named of a user and nothing else. */
export function updateUser(
  file: AttachedFile,
  id: UserId,
  {
    name,
    passwordHash,
    lastTenantId,
    suspendedAt,
  }: Partial<Pick<UserRecord, 'name' | 'passwordHash' | 'lastTenantId' | 'suspendedAt'>>,
): void {
  file.transaction(
    () =>
      file.run(
        `UPDATE users SET name = coalesce(?, name), password_hash = coalesce(?, password_hash),
           last_tenant_id = coalesce(?, last_tenant_id), suspended_at = iif(?, ?, suspended_at) WHERE id = ?`,
        name === undefined ? null : JSON.stringify(name),
        passwordHash ?? null,
        lastTenantId ?? null,
        Number(suspendedAt !== undefined),
        suspendedAt?.getTime() ?? null,
        id,
      ),
    { durable: true },
  );
}

/** An organisation, or null. */
export function findTenant(file: AttachedFile, id: TenantId): TenantRecord | null {
  const row = file.get('SELECT * FROM tenants WHERE id = ?', id);
  return row ? toTenant(row, '') : null;
}

/** Changes what is named of an organisation. */
export function updateTenant(file: AttachedFile, id: TenantId, change: TenantChange): TenantRecord | null {
  return file.transaction(
    () => {
      const known = findTenant(file, id);
      if (!known) return null;
      const tenant = { ...known, ...change };
      file.run(
        'UPDATE tenants SET name = ?, suspended_at = ?, limits = ?, instructions = ?, model_settings = ? WHERE id = ?',
        JSON.stringify(tenant.name),
        tenant.suspendedAt?.getTime() ?? null,
        JSON.stringify(tenant.limits),
        JSON.stringify(tenant.instructions),
        toModelSettingsText(tenant.modelSettings),
        id,
      );
      return tenant;
    },
    { durable: true },
  );
}

/** Puts an API key that was sealed anew in the place of one that is known. */
export function replaceSealedApiKey(
  file: AttachedFile,
  id: TenantId,
  { known, next }: { known: string; next: string },
): boolean {
  return file.transaction(
    () => {
      const settings = findTenant(file, id)?.modelSettings;
      if (settings?.sealedApiKey !== known) return false;
      const text = toModelSettingsText({ ...settings, sealedApiKey: next });
      file.run('UPDATE tenants SET model_settings = ? WHERE id = ?', text, id);
      return true;
    },
    { durable: true },
  );
}

/** A page of the organisations, by id. */
export function listTenants(
  file: AttachedFile,
  { after, limit }: { after: TenantId | null; limit: number },
): TenantRecord[] {
  return file
    .all('SELECT * FROM tenants WHERE id > ? ORDER BY id LIMIT ?', after ?? '', limit)
    .map((row) => toTenant(row, ''));
}

/** All memberships of a user, by id of the organisation. */
export function listMemberships(file: AttachedFile, userId: UserId): Member[] {
  return file.all(`${MEMBERS} WHERE m.user_id = ? ORDER BY m.tenant_id`, userId).map(toMember);
}

/** All members of an organisation, by id of the user. */
export function listMembers(file: AttachedFile, tenantId: TenantId): Member[] {
  return file.all(`${MEMBERS} WHERE m.tenant_id = ? ORDER BY m.user_id`, tenantId).map(toMember);
}

/** Stores what isn't there yet of an organisation and its members, all or nothing. */
export function adopt(file: AttachedFile, tenant: TenantRecord, members: readonly Omit<Member, 'tenant'>[]): void {
  file.transaction(
    () => {
      if (!hasTenant(file, tenant.id)) insertTenant(file, tenant);
      for (const { user, membership } of members) {
        const { id, email } = user;
        if (!file.get('SELECT 1 FROM users WHERE id = ?', id)) {
          if (file.get('SELECT 1 FROM users WHERE email = ?', email)) throw takenByAnother(email);
          insertUser(file, hasTenant(file, user.lastTenantId) ? user : { ...user, lastTenantId: tenant.id });
        }
        if (!findMember(file, { userId: id, tenantId: tenant.id })) insertMembership(file, membership);
      }
    },
    { durable: true },
  );
}
