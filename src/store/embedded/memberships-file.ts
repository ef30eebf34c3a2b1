import type { TenantId } from '../../ids.ts';
import { lastOwner } from '../directory.ts';
import { isActiveOwner, type Member, type MemberKey, type MembershipChange } from '../directory-records.ts';
import type { Page, PageRequest } from '../pages.ts';
import type { AttachedFile } from './attached-file.ts';
import { findMember, listMembers } from './directory-file.ts';
import { MEMBERS, toChangeable, toMember } from './member-rows.ts';
import { assignments, readPage } from './rows.ts';

/** Members of an organisation, those who joined first come first. */
export function pageMembers(file: AttachedFile, tenantId: TenantId, { limit, after }: PageRequest): Page<Member> {
  const [at, id] = after ? [after.at.getTime(), after.id] : [-1, ''];
  return readPage(file, {
    rows: `${MEMBERS} WHERE m.tenant_id = ? AND (m.joined_at, m.user_id) > (?, ?) ORDER BY m.joined_at, m.user_id`,
    values: [tenantId, at, id],
    count: 'SELECT count(*) AS total FROM memberships WHERE tenant_id = ?',
    countValues: [tenantId],
    limit,
    read: toMember,
  });
}

/** Changes what is named of a membership. */
export function updateMembership(file: AttachedFile, key: MemberKey, change: MembershipChange): Member | null {
  return file.transaction(
    () => {
      const member = findMember(file, key);
      if (!member) return null;
      const membership = { ...member.membership, ...change };
      if (isActiveOwner(member.membership) && !isActiveOwner(membership)) requireOtherOwner(file, key);
      const columns = toChangeable(membership);
      file.run(
        `UPDATE memberships SET ${assignments(Object.keys(columns))} WHERE tenant_id = ? AND user_id = ?`,
        ...Object.values(columns),
        key.tenantId,
        key.userId,
      );
      return { ...member, membership };
    },
    { durable: true },
  );
}

/** Ends a membership with all that lets the member in, and an account that has no other. */
export function removeMembership(file: AttachedFile, key: MemberKey): boolean {
  return file.transaction(
    () => {
      const member = findMember(file, key);
      if (!member) return false;
      if (isActiveOwner(member.membership)) requireOtherOwner(file, key);
      dropMembership(file, key);
      return true;
    },
    { durable: true },
  );
}

/** Begins the end of an organisation: it is nobody's any more. */
export function deleteTenant(file: AttachedFile, id: TenantId, at: Date): void {
  file.transaction(
    () => {
      file.run('UPDATE tenants SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL', at.getTime(), id);
      file.run('UPDATE tenants SET model_settings = NULL WHERE id = ?', id);
      for (const { membership } of listMembers(file, id)) dropMembership(file, membership);
      for (const table of ['invitations', 'api_tokens', 'sessions', 'queue']) {
        file.run(`DELETE FROM ${table} WHERE tenant_id = ?`, id);
      }
    },
    { durable: true },
  );
}

/** Removes the record of an organisation that is being deleted. */
export function forgetTenant(file: AttachedFile, id: TenantId): void {
  file.transaction(() => file.run('DELETE FROM tenants WHERE id = ? AND deleted_at IS NOT NULL', id), {
    durable: true,
  });
}

/** Takes a membership away, within a transaction, whoever is left. */
function dropMembership(file: AttachedFile, { tenantId, userId }: MemberKey): void {
  file.run('DELETE FROM memberships WHERE tenant_id = ? AND user_id = ?', tenantId, userId);
  // With one that came too late for who was a member already, somebody would come back who was removed.
  file.run(
    'DELETE FROM invitations WHERE tenant_id = ? AND email = (SELECT email FROM users WHERE id = ?)',
    tenantId,
    userId,
  );
  file.run('DELETE FROM sessions WHERE tenant_id = ? AND user_id = ?', tenantId, userId);
  file.run('UPDATE api_tokens SET revoked = 1 WHERE tenant_id = ? AND created_by = ?', tenantId, userId);
  const other = file.get('SELECT tenant_id FROM memberships WHERE user_id = ? LIMIT 1', userId);
  if (other) {
    file.run(
      `UPDATE users SET last_tenant_id = (SELECT tenant_id FROM memberships WHERE user_id = ?1 LIMIT 1)
       WHERE id = ?1 AND last_tenant_id = ?2`,
      userId,
      tenantId,
    );
    return;
  }
  file.run('DELETE FROM password_resets WHERE user_id = ?', userId);
  file.run('DELETE FROM users WHERE id = ?', userId);
}

function requireOtherOwner(file: AttachedFile, { tenantId, userId }: MemberKey): void {
  const other = file.get(
    `SELECT 1 FROM memberships WHERE tenant_id = ? AND user_id <> ? AND role = 'OWNER' AND suspended_at IS NULL LIMIT 1`,
    tenantId,
    userId,
  );
  if (!other) throw lastOwner();
}
