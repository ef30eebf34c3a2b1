import type { TenantId, UserId } from '../../ids.ts';
import type {
  Member,
  MembershipChange,
  MembershipRecord,
  ModelSettings,
  TenantRecord,
  UserRecord,
} from '../directory-records.ts';
import type { AttachedFile, SqlRow, SqlValue } from './attached-file.ts';
import { date, insertInto, json, nullable, rightsOf, text, toColumns } from './rows.ts';

/** Stores an organisation that is not there yet. */
export function insertTenant(file: AttachedFile, tenant: TenantRecord): void {
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
  const { tenantId, userId, joinedAt } = membership;
  const row = { ...toColumns({ tenantId, userId, joinedAt: joinedAt.getTime() }), ...toChangeable(membership) };
  file.run(insertInto('memberships', Object.keys(row)), ...Object.values(row));
}

/** The columns of what may change of a membership: one that is forgotten does not compile. */
export function toChangeable(membership: Required<MembershipChange>): Record<string, SqlValue> {
  const fields: { readonly [Field in keyof MembershipChange]-?: SqlValue } = {
    role: membership.role,
    piiAccess: Number(membership.piiAccess),
    collections: JSON.stringify(membership.collections),
    suspendedAt: membership.suspendedAt?.getTime() ?? null,
  };
  return toColumns(fields);
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
export function toTenant(row: SqlRow, prefix: '' | 'tenant_'): TenantRecord {
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

/** What `model_settings` holds. */
export function toModelSettingsText(settings: ModelSettings | null): string | null {
  return settings && JSON.stringify({ ...settings, updatedAt: settings.updatedAt.getTime() });
}

function modelSettings(row: SqlRow, column: string): ModelSettings {
  const settings = json<Omit<ModelSettings, 'updatedAt'> & { updatedAt: number }>(row, column);
  return { ...settings, updatedAt: new Date(settings.updatedAt) };
}

/** A row of `users`, read. */
export function toUser(row: SqlRow): UserRecord {
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
