import type { Role } from '../gql/graphql.ts';
import { isAtLeast, seesCollection } from './rights.ts';

/** What somebody, or a token, may do and see. */
export interface Rights {
  readonly role: Role;
  readonly piiAccess: boolean;
  /** Null for all documents. */
  readonly collections: readonly string[] | null;
}

/** Whether some rights go beyond what somebody holds, who then can neither grant them nor change who has them. */
export function exceeds({ role, piiAccess, collections }: Rights, held: Rights): boolean {
  const areCovered = collections
    ? collections.every((collection) => seesCollection(collection, held))
    : held.collections === null;
  return !isAtLeast(role, held) || (piiAccess && !held.piiAccess) || !areCovered;
}
