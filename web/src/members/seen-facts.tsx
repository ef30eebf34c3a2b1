import type { Rights } from '../lib/grants.ts';
import { messages } from './messages.ts';

/** What somebody may see, or will, in words. */
export function SeenFacts({ piiAccess, collections }: Pick<Rights, 'piiAccess' | 'collections'>) {
  return (
    <>
      <span>{collections ? collections.join(', ') || messages.noDocuments : messages.allDocuments}</span>
      {piiAccess && <span>{messages.pii}</span>}
    </>
  );
}
