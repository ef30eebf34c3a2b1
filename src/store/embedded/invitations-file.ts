import { notFound } from '../../errors.ts';
import type { InvitationId, TenantId, UserId } from '../../ids.ts';
import { emailTaken, memberAlready } from '../directory.ts';
import type { MembershipRecord, UserRecord } from '../directory-records.ts';
import type { InvitationRecord } from '../invitations.ts';
import type { Page, PageRequest } from '../pages.ts';
import type { AttachedFile, SqlRow } from './attached-file.ts';
import { findMember, findUserByEmail } from './directory-file.ts';
import { insertMembership, insertUser } from './member-rows.ts';
import { date, readPage, rightsOf, text } from './rows.ts';

/** Stores one in the place of the one that the same e-mail has from the same organisation. */
export function create(file: AttachedFile, invitation: InvitationRecord, tokenHash: string): void {
  file.transaction(() => insert(file, invitation, tokenHash), { durable: true });
}

/** The same within a transaction. */
export function insert(file: AttachedFile, invitation: InvitationRecord, tokenHash: string): void {
  file.run(
    `INSERT OR REPLACE INTO invitations
       (id, tenant_id, email, token_hash, role, pii_access, collections, invited_by, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    invitation.id,
    invitation.tenantId,
    invitation.email,
    tokenHash,
    invitation.role,
    Number(invitation.piiAccess),
    JSON.stringify(invitation.collections),
    invitation.invitedBy,
    invitation.createdAt.getTime(),
    invitation.expiresAt.getTime(),
  );
}

/** The one with this token. */
export function find(file: AttachedFile, tokenHash: string, { now }: { now: Date }): InvitationRecord | null {
  const row = file.get('SELECT * FROM invitations WHERE token_hash = ? AND expires_at > ?', tokenHash, now.getTime());
  return row ? toInvitation(row) : null;
}

/** Those of an organisation, newest first. */
export function list(
  file: AttachedFile,
  tenantId: TenantId,
  { limit, after, now }: PageRequest & { now: Date },
): Page<InvitationRecord> {
  const [at, id] = after ? [after.at.getTime(), after.id] : [Number.MAX_SAFE_INTEGER, ''];
  return readPage(file, {
    rows: `SELECT * FROM invitations WHERE tenant_id = ? AND expires_at > ? AND (created_at, id) < (?, ?)
           ORDER BY created_at DESC, id DESC`,
    values: [tenantId, now.getTime(), at, id],
    count: 'SELECT count(*) AS total FROM invitations WHERE tenant_id = ? AND expires_at > ?',
    countValues: [tenantId, now.getTime()],
    limit,
    read: toInvitation,
  });
}

/** Takes one back. */
export function revoke(file: AttachedFile, tenantId: TenantId, id: InvitationId): boolean {
  return file.transaction(
    () => file.run('DELETE FROM invitations WHERE tenant_id = ? AND id = ?', tenantId, id).changes > 0,
    { durable: true },
  );
}

/** Uses one up and makes the member. */
export function accept(
  file: AttachedFile,
  id: InvitationId,
  { membership, newUser, now }: { membership: MembershipRecord; newUser: UserRecord | null; now: Date },
): void {
  file.transaction(
    () => {
      const used = file.run('DELETE FROM invitations WHERE id = ? AND expires_at > ?', id, now.getTime());
      if (used.changes === 0) throw notFound('invitation');
      if (newUser) {
        if (findUserByEmail(file, newUser.email)) throw emailTaken();
        insertUser(file, newUser);
      }
      if (findMember(file, membership)) throw memberAlready();
      insertMembership(file, membership);
    },
    { durable: true },
  );
}

/** Removes what has expired. */
export function sweep(file: AttachedFile, now: Date): void {
  file.transaction(() => file.run('DELETE FROM invitations WHERE expires_at <= ?', now.getTime()), { durable: false });
}

/** What a row says. */
export function toInvitation(row: SqlRow): InvitationRecord {
  return {
    id: text(row, 'id') as InvitationId,
    tenantId: text(row, 'tenant_id') as TenantId,
    email: text(row, 'email'),
    ...rightsOf(row),
    invitedBy: text(row, 'invited_by') as UserId,
    createdAt: date(row, 'created_at'),
    expiresAt: date(row, 'expires_at'),
  };
}
