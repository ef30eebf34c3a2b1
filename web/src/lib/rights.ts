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

/** The roles that somebody may give to others: none above their own. */
export function grantableRoles(holder: RightsHolder): readonly Role[] {
  return ORDER.filter((role) => isAtLeast(role, holder));
}

/** Whether somebody sees a collection, and so may let others into it: it is one of theirs, or lies below one. */
export function seesCollection(
  collection: string,
  { collections }: { readonly collections?: readonly string[] | null | undefined },
): boolean {
  return collections?.some((held) => collection === held || collection.startsWith(`${held}/`)) ?? true;
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
