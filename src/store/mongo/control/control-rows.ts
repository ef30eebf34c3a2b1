import type { ObjectId } from 'mongodb';
import type { DocumentId, LeaseId, TenantId, UserId } from '../../../ids.ts';
import type { Role } from '../../../roles.ts';
import type { StoredChange } from '../../change-feed.ts';

/** Rows of the control database. Texts of users are kept as `toStored` makes them. */
export interface TenantRow {
  _id: TenantId;
  name: string;
  createdAt: Date;
  /** Where the tenant's database is. There is one deployment so far. */
  placement: { deployment: 'default'; database: string };
}

export interface UserRow {
  _id: UserId;
  email: string;
  name: string | null;
  passwordHash: string;
  lastTenantId: TenantId;
  createdAt: Date;
}

export interface MembershipRow {
  _id: string;
  tenantId: TenantId;
  userId: UserId;
  role: Role;
  piiAccess: boolean;
}

export interface QueueRow {
  _id: string;
  tenantId: TenantId;
  documentId: DocumentId;
  /** Grows with time. */
  place: string;
  /** Null while it waits. */
  lease: LeaseId | null;
  leasedUntil: Date;
  /** Absent while the document waits for its passages. */
  work?: 'SENTENCES';
}

export interface EventRow extends StoredChange {
  _id: ObjectId;
  tenantId: TenantId;
  /** The process that it comes from. */
  from: string;
  /** By the server's clock. */
  at: Date;
}

export interface SettingRow {
  _id: string;
  value: string;
}
