import type { DocumentAccess } from '../../access.ts';
import { privateTo } from './filters.ts';

/** Begins the keys of documents that don't count: those that failed or are deleted, or that somebody else has unseen. */
const NO_DEDUPE = 'none:';

/** What no two documents of a tenant that count have in common: the same bytes, with the same access. */
export function dedupeKey({ sha256, ...access }: DocumentAccess & { readonly sha256: string }): string {
  const { collection, containsPii } = access;
  return JSON.stringify([sha256, containsPii, privateTo(access), collection]);
}

/** The key of a document that doesn't count. */
export function ownKey(id: string): string {
  return `${NO_DEDUPE}${id}`;
}

/** Whether it is the key of a document that doesn't count. */
export function isOwnKey(key: string): boolean {
  return key.startsWith(NO_DEDUPE);
}
