import type { Rights } from '../lib/grants.ts';

/** What differs of some rights: what others have changed meanwhile, and nobody here, stays. */
export function changedRights(before: Rights, { role, piiAccess, collections }: Rights) {
  const [was, is] = [before.collections, collections].map((names) => JSON.stringify(names?.toSorted()));
  return {
    ...(role !== before.role && { role }),
    ...(piiAccess !== before.piiAccess && { piiAccess }),
    ...(was !== is && { collections: collections && [...collections] }),
  };
}
