import type { UserId } from '../ids.ts';
import { isWithin } from '../roles.ts';

/** Whom a document is for. */
export const DOCUMENT_VISIBILITIES = ['ORGANIZATION', 'PRIVATE'] as const;
/** `PRIVATE`: only for who brought the document in, whatever the role. */
export type DocumentVisibility = (typeof DOCUMENT_VISIBILITIES)[number];

/** What decides who sees a document. */
export interface DocumentAccess {
  /** Where it is filed, with what that lies in: `finance/payroll`. Null for a document that is in none. */
  readonly collection: string | null;
  readonly visibility: DocumentVisibility;
  readonly containsPii: boolean;
  readonly createdBy: UserId | null;
}

/** What a caller may see. Nothing is optional, so that no right is forgotten. */
export interface AccessScope {
  /** Null for a caller who is no user. */
  readonly userId: UserId | null;
  readonly piiAccess: boolean;
  /** The collections whose documents the caller sees, with those below; null for all, and for documents in none. */
  readonly collections: readonly string[] | null;
}

/** The scope of operator commands, which copy a tenant as it is. Requests never have it. */
export const EVERYTHING = 'everything';

/** A caller's scope, or an operator's. */
export type Scope = AccessScope | typeof EVERYTHING;

/** Whether a caller sees a document: what every read of every store must agree with. */
export function isVisible(scope: Scope, document: DocumentAccess): boolean {
  return scope === EVERYTHING || Object.values(RULES).every((allows) => allows(scope, document));
}

/** A rule for each right: one that is missing does not compile. */
const RULES: Readonly<Record<keyof AccessScope, (scope: AccessScope, document: DocumentAccess) => boolean>> = {
  userId: ({ userId }, { visibility, createdBy }) =>
    visibility !== 'PRIVATE' || (userId !== null && userId === createdBy),
  piiAccess: ({ piiAccess }, { containsPii }) => piiAccess || !containsPii,
  collections: ({ collections }, { collection }) =>
    collections === null || (collection !== null && collections.some((name) => isWithin(collection, name))),
};
