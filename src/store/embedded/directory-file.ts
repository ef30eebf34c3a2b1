import type { TenantId, UserId } from '../../ids.ts';
import {
  emailTaken,
  type Member,
  type MemberKey,
  type MembershipRecord,
  type ModelSettings,
  type TenantChange,
  type TenantRecord,
  takenByAnother,
  type UserRecord,
} from '../directory.ts';
import type { AttachedFile, SqlRow } from './attached-file.ts';
import { DIRECTORY_SCRIPTS } from './directory-schema.ts';
import { migrate } from './migrate.ts';
import { date, json, nullable, rightsOf, text } from './rows.ts';

/** Brings `directory.db` up to date. */
export function migrateDirectory(file: AttachedFile): void {
  migrate(file, DIRECTORY_SCRIPTS, { first: () => {} });
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

function insertTenant(file: AttachedFile, tenant: TenantRecord): void {
  file.run(
    `INSERT INTO tenants (id, name, created_at, suspended_at, deleted_at, limits, instructions, model_settings)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    tenant.id,
    JSON.stringify(tenant.name),
    tenant.createdAt.getTime(),
    tenant.suspendedAt?.getTime() ?? null,
    tenant.deletedAt?.getTime() ?? null,
    JSON.stringify(tenant.limits),
    JSON.stringify(tenant.instructions),
    toModelSettingsText(tenant.modelSettings),
  );
}

/** Stores a user who is not there yet. */
export function insertUser(file: AttachedFile, user: UserRecord): void {
  file.run(
    `INSERT INTO users (id, email, name, password_hash, last_tenant_id, created_at, suspended_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    user.id,
    user.email,
    JSON.stringify(user.name),
    user.passwordHash,
    user.lastTenantId,
    user.createdAt.getTime(),
    user.suspendedAt?.getTime() ?? null,
  );
}

/** Stores a membership that is not there yet. */
export function insertMembership(file: AttachedFile, membership: MembershipRecord): void {
  file.run(
    `INSERT INTO memberships (tenant_id, user_id, role, pii_access, collections, joined_at, suspended_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    membership.tenantId,
    membership.userId,
    membership.role,
    Number(membership.piiAccess),
    JSON.stringify(membership.collections),
    membership.joinedAt.getTime(),
    membership.suspendedAt?.getTime() ?? null,
  );
}

/** All that belongs to members. */
export const MEMBERS = `SELECT u.*, m.role, m.pii_access, m.collections, m.joined_at,
    m.suspended_at AS member_suspended_at, t.id AS tenant_id, t.name AS tenant_name, t.created_at AS tenant_created_at,
    t.suspended_at AS tenant_suspended_at, t.deleted_at AS tenant_deleted_at, t.limits AS tenant_limits,
    t.instructions AS tenant_instructions, t.model_settings AS tenant_model_settings
  FROM memberships m JOIN users u ON u.id = m.user_id JOIN tenants t ON t.id = m.tenant_id`;

/** A row of `MEMBERS`, read. */
export function toMember(row: SqlRow): Member {
  const user = toUser(row);
  const tenant = toTenant(row, 'tenant_');
  return {
    user,
    tenant,
    membership: {
      tenantId: tenant.id,
      userId: user.id,
      ...rightsOf(row),
      joinedAt: date(row, 'joined_at'),
      suspendedAt: nullable(row, 'member_suspended_at', date),
    },
  };
}

/** An organisation, whose columns have a prefix where others stand beside them. */
function toTenant(row: SqlRow, prefix: '' | 'tenant_'): TenantRecord {
  return {
    id: text(row, `${prefix}id`) as TenantId,
    name: json(row, `${prefix}name`),
    createdAt: date(row, `${prefix}created_at`),
    suspendedAt: nullable(row, `${prefix}suspended_at`, date),
    deletedAt: nullable(row, `${prefix}deleted_at`, date),
    limits: json(row, `${prefix}limits`),
    instructions: json(row, `${prefix}instructions`),
    modelSettings: nullable(row, `${prefix}model_settings`, modelSettings),
  };
}

function toModelSettingsText(settings: ModelSettings | null): string | null {
  return settings && JSON.stringify({ ...settings, updatedAt: settings.updatedAt.getTime() });
}

function modelSettings(row: SqlRow, column: string): ModelSettings {
  const settings = json<Omit<ModelSettings, 'updatedAt'> & { updatedAt: number }>(row, column);
  return { ...settings, updatedAt: new Date(settings.updatedAt) };
}

function toUser(row: SqlRow): UserRecord {
  return {
    id: text(row, 'id') as UserId,
    email: text(row, 'email'),
    name: json<string | null>(row, 'name'),
    passwordHash: text(row, 'password_hash'),
    lastTenantId: text(row, 'last_tenant_id') as TenantId,
    createdAt: date(row, 'created_at'),
    suspendedAt: nullable(row, 'suspended_at', date),
  };
}
