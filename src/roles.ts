/** Roles within an organisation, from the least to the most; each may do all that those before it may. */
export const ROLES = ['VIEWER', 'EDITOR', 'ADMIN', 'OWNER'] as const;

/** One of `ROLES`. */
export type Role = (typeof ROLES)[number];

/** What somebody may do and see in an organisation. */
export interface Rights {
  readonly role: Role;
  /** Whether documents with personal data are there for them. */
  readonly piiAccess: boolean;
  /** The collections whose documents they see, with those below; null for all, and for documents in none. */
  readonly collections: readonly string[] | null;
}

/** Whether `role` may do what `minimum` may. */
export function isAtLeast(role: Role, minimum: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(minimum);
}

/** Whether some of these rights go beyond what `held` has: nobody grants more than they hold. */
export function exceeds(rights: Rights, held: Rights): boolean {
  return !Object.values(COVERED).every((isCovered) => isCovered(rights, held));
}

/** Whether each right is held: one that is missing does not compile. */
const COVERED: Readonly<Record<keyof Rights, (rights: Rights, held: Rights) => boolean>> = {
  role: (rights, held) => isAtLeast(held.role, rights.role),
  piiAccess: (rights, held) => held.piiAccess || !rights.piiAccess,
  collections: (rights, held) => areCovered(rights.collections, held.collections),
};

/** What two sets of rights have in common. */
export function leastOf(one: Rights, other: Rights): Rights {
  return {
    role: isAtLeast(one.role, other.role) ? other.role : one.role,
    piiAccess: one.piiAccess && other.piiAccess,
    collections: commonCollections(one.collections, other.collections),
  };
}

/** Whether a collection is the other, or lies below it: `finance/payroll` in `finance`. */
export function isWithin(collection: string, other: string): boolean {
  return collection === other || collection.startsWith(`${other}/`);
}

function areCovered(collections: Rights['collections'], by: Rights['collections']): boolean {
  if (by === null) return true;
  return collections?.every((collection) => by.some((held) => isWithin(collection, held))) ?? false;
}

/** The collections that lie within one of each of two sets; null stands for all. */
export function commonCollections(one: Rights['collections'], other: Rights['collections']): Rights['collections'] {
  if (one === null) return other;
  if (other === null) return one;
  const within = (some: readonly string[], others: readonly string[]) =>
    some.filter((collection) => others.some((held) => isWithin(collection, held)));
  return [...new Set([...within(one, other), ...within(other, one)])];
}
