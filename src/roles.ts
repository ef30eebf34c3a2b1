/** Roles within an organisation, from the least to the most; each may do all that those before it may. */
export const ROLES = ['VIEWER', 'EDITOR', 'ADMIN', 'OWNER'] as const;

export type Role = (typeof ROLES)[number];

/** Whether `role` may do what `minimum` may. */
export function isAtLeast(role: Role, minimum: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(minimum);
}
