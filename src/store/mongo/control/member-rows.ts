import type { MemberKey, MembershipRecord, ModelSettings, TenantRecord, UserRecord } from '../../directory-records.ts';
import { fromStored, toStored } from '../tenant/stored-text.ts';
import type { MembershipRow, TenantRow, UserRow } from './control-rows.ts';

/** Rows of organisations, users and memberships, and what they stand for. */
export function toTenantRow(tenant: TenantRecord, database: string): TenantRow {
  const { id, name, createdAt, suspendedAt, deletedAt, limits, instructions, modelSettings } = tenant;
  return {
    _id: id,
    name: toStored(name),
    createdAt,
    placement: { deployment: 'default', database },
    ...(suspendedAt && { suspendedAt }),
    ...(deletedAt && { deletedAt }),
    limits,
    ...(instructions !== null && { instructions: toStored(instructions) }),
    ...(modelSettings && { modelSettings: toStoredModelSettings(modelSettings) }),
  };
}

/** The name of a model may be any text; all else has its own form. */
export function toStoredModelSettings(settings: ModelSettings): ModelSettings {
  return { ...settings, model: settings.model === null ? null : toStored(settings.model) };
}

/** The record of an organisation's row. */
export function toTenant(row: TenantRow): TenantRecord {
  const { _id, name, createdAt, suspendedAt, deletedAt, limits, instructions, modelSettings } = row;
  const { model = null } = modelSettings ?? {};
  return {
    id: _id,
    name: fromStored(name),
    createdAt,
    suspendedAt: suspendedAt ?? null,
    deletedAt: deletedAt ?? null,
    limits: limits ?? {},
    instructions: instructions === undefined ? null : fromStored(instructions),
    modelSettings: modelSettings ? { ...modelSettings, model: model === null ? null : fromStored(model) } : null,
  };
}

/** The row of a user. */
export function toUserRow({
  id,
  email,
  name,
  passwordHash,
  lastTenantId,
  createdAt,
  suspendedAt,
}: UserRecord): UserRow {
  return {
    _id: id,
    email: toStored(email),
    name: name === null ? null : toStored(name),
    passwordHash,
    lastTenantId,
    createdAt,
    ...(suspendedAt && { suspendedAt }),
  };
}

/** The record of a user's row. */
export function toUser({ _id, email, name, passwordHash, lastTenantId, createdAt, suspendedAt }: UserRow): UserRecord {
  return {
    id: _id,
    email: fromStored(email),
    name: name === null ? null : fromStored(name),
    passwordHash,
    lastTenantId,
    createdAt,
    suspendedAt: suspendedAt ?? null,
  };
}

/** The id of a membership's row. */
export function membershipId({ tenantId, userId }: MemberKey): string {
  return `${tenantId}:${userId}`;
}

/** The row of a membership. */
export function toMembershipRow(membership: MembershipRecord): MembershipRow {
  const { tenantId, userId, role, piiAccess, collections, joinedAt, suspendedAt } = membership;
  return {
    _id: membershipId(membership),
    tenantId,
    userId,
    role,
    piiAccess,
    ...(collections && { collections: collections.map(toStored) }),
    joinedAt,
    ...(suspendedAt && { suspendedAt }),
  };
}

/** Rows of earlier versions don't say when somebody joined: with the account. */
export function toMembership(row: MembershipRow, user: UserRecord): MembershipRecord {
  const { tenantId, userId, role, piiAccess, collections, joinedAt, suspendedAt } = row;
  return {
    tenantId,
    userId,
    role,
    piiAccess,
    collections: collections?.map(fromStored) ?? null,
    joinedAt: joinedAt ?? user.createdAt,
    suspendedAt: suspendedAt ?? null,
  };
}
