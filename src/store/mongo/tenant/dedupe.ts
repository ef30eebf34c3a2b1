/** Begins the keys of documents that don't count: those that failed or are deleted. */
export const NO_DEDUPE = 'none:';

/** What no two documents of a tenant that count have in common. */
export function dedupeKey({ sha256, containsPii }: { sha256: string; containsPii: boolean }): string {
  return `${containsPii ? 'pii' : 'open'}:${sha256}`;
}
