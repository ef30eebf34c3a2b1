import type { ObjectId } from 'mongodb';
import type { ApiTokenId, DocumentId, InvitationId, LeaseId, SessionId, TenantId, UserId } from '../../../ids.ts';
import type { Role } from '../../../roles.ts';
import type { StoredChange } from '../../change-feed.ts';
import type { MemberKey, ModelSettings, TenantLimits } from '../../directory-records.ts';

/** Rows of the control database. Texts of users are kept as `toStored` makes them. */
export interface TenantRow {
  _id: TenantId;
  name: string;
  createdAt: Date;
  /** Where the tenant's database is. There is one deployment so far. */
  placement: { deployment: 'default'; database: string };
  /** Who may not all leave: an owner leaves this list, which never becomes empty, before they cease to be one. */
  owners?: UserId[];
  /** Absent, like all that rows of earlier versions lack, for null, or what the reader says. */
  suspendedAt?: Date;
  deletedAt?: Date;
  /** Whose vectors its database holds, as far as is noted: what that says itself decides. */
  embedder?: { id: string; dimensions: number };
  limits?: TenantLimits;
  instructions?: string;
  modelSettings?: ModelSettings;
}

/** A person with an account. */
export interface UserRow {
  _id: UserId;
  email: string;
  name: string | null;
  passwordHash: string;
  lastTenantId: TenantId;
  createdAt: Date;
  suspendedAt?: Date;
}

/** A user's place in an organisation. */
export interface MembershipRow {
  _id: string;
  tenantId: TenantId;
  userId: UserId;
  role: Role;
  piiAccess: boolean;
  collections?: string[];
  joinedAt?: Date;
  suspendedAt?: Date;
}

/** A session. */
export interface SessionRow {
  _id: SessionId;
  userId: UserId;
  tenantId: TenantId;
  device: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

/** A refresh token, kept after its use to tell when it comes again. */
export interface RefreshTokenRow {
  /** The hash. */
  _id: string;
  sessionId: SessionId;
  /** Null for a session's current one. */
  usedAt: Date | null;
  /** As of its session when it was made. */
  expiresAt: Date;
}

/** An invitation that is open. */
export interface InvitationRow {
  _id: InvitationId;
  tenantId: TenantId;
  email: string;
  tokenHash: string;
  role: Role;
  piiAccess: boolean;
  collections: string[] | null;
  invitedBy: UserId;
  createdAt: Date;
  expiresAt: Date;
}

/** An API token. */
export interface ApiTokenRow {
  _id: ApiTokenId;
  tenantId: TenantId;
  tokenHash: string;
  name: string;
  prefix: string;
  role: Role;
  piiAccess: boolean;
  collections: string[] | null;
  createdBy: UserId;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revoked: boolean;
}

/** A change of a membership that has begun. */
export interface IntentRow {
  _id: string;
  tenantId: TenantId;
  userId: UserId;
  at: Date;
  /** That of who joins by one. */
  invitationId?: InvitationId;
  /** Whether the organisation is new as well. */
  founds?: boolean;
}

/** A token by which a user may set another password; one for each user. */
export interface PasswordResetRow {
  _id: UserId;
  tokenHash: string;
  /** Null for the operator; rows of earlier versions have none, and are good for nothing. */
  madeBy?: MemberKey | null;
  expiresAt: Date;
}

/** A document that is to be ingested. */
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

/** A count of uses. */
export interface CounterRow {
  /** The key. */
  _id: string;
  uses: number;
  endsAt: Date;
}

/** A change that other processes are to hear of. */
export interface EventRow extends StoredChange {
  _id: ObjectId;
  tenantId: TenantId;
  /** The process that it comes from. */
  from: string;
  /** By the server's clock. */
  at: Date;
}

/** A value of the deployment, such as the signing keys. */
export interface SettingRow {
  _id: string;
  value: string;
}
