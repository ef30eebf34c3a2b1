import type { DocumentVisibility, Role } from '../gql/graphql.ts';

/** What the rights of the caller are made of. */
export interface RightsHolder {
  readonly role: Role;
  readonly user?: { readonly id: string } | null | undefined;
}

/** Who brought a document in; null if they are gone. */
interface Owned {
  readonly createdBy?: { readonly id: string } | null | undefined;
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

/** Whether somebody brought a document in. */
export function isOwn({ createdBy }: Owned, { user }: RightsHolder): boolean {
  return Boolean(createdBy) && createdBy?.id === user?.id;
}

/** Whether somebody may change or delete a document: editors what they brought in, administrators what they see. */
export function mayChange(document: Owned, viewer: RightsHolder): boolean {
  return isAtLeast('ADMIN', viewer) || (isAtLeast('EDITOR', viewer) && isOwn(document, viewer));
}

/** Whether somebody who may change a document may say whom it is for: who did not bring it in can't take it for themselves. */
export function mayChooseVisibility(
  document: Owned & { readonly visibility: DocumentVisibility },
  viewer: RightsHolder,
): boolean {
  return isOwn(document, viewer) || document.visibility === 'PRIVATE';
}
