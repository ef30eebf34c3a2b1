import type { Member } from '../store/directory-records.ts';

/** The error for somebody who is no member of an organisation, whether it exists or not. */
export const GONE = 'You do not belong to this organisation any more.';

/** Why a member may not use the organisation, in a sentence for them; null if they may. */
export function whyUnusable({ user, tenant, membership }: Member): string | null {
  if (tenant.deletedAt) return GONE;
  if (user.suspendedAt) return 'Your account is suspended. Ask the operator of this server.';
  if (tenant.suspendedAt) return 'Your organisation is suspended. Ask the operator of this server.';
  if (membership.suspendedAt) return 'Your access is suspended. Ask an administrator of your organisation.';
  return null;
}

/** Whether a member may use the organisation at all. */
export function isUsable(member: Member): boolean {
  return whyUnusable(member) === null;
}
