import type { Role } from '../gql/graphql.ts';

/** What the rights of the caller are made of. */
export interface RightsHolder {
  readonly role: Role;
  readonly user?: { readonly id: string } | null | undefined;
}

const ORDER: readonly Role[] = ['VIEWER', 'EDITOR', 'ADMIN', 'OWNER'];

/** Whether somebody may do what a role may: each may do what those before it may. */
export function isAtLeast(role: Role, { role: has }: RightsHolder): boolean {
  return ORDER.indexOf(has) >= ORDER.indexOf(role);
}

/** Whether somebody may change or delete a document: editors what they brought in, administrators what they see. */
export function mayChange(
  document: { readonly createdBy?: { readonly id: string } | null | undefined },
  viewer: RightsHolder,
): boolean {
  if (isAtLeast('ADMIN', viewer)) return true;
  const { createdBy } = document;
  return isAtLeast('EDITOR', viewer) && Boolean(createdBy) && createdBy?.id === viewer.user?.id;
}
