import { ExamplesOffer } from '../examples/examples-offer.tsx';
import type { DocumentFilter } from '../gql/graphql.ts';
import { isAtLeast } from '../lib/rights.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';
import css from './no-documents.module.css';

/** What stands where there are no rows. */
export function NoDocuments({ filter }: { readonly filter: DocumentFilter }) {
  const mayAdd = isAtLeast('EDITOR', useViewer());
  if (Object.keys(filter).length > 0) return <p className={css.nothing}>{messages.noneFound}</p>;
  return (
    <div className={css.nothing}>
      <p>{mayAdd ? `${messages.empty} ${messages.emptyHint}` : messages.emptyForReaders}</p>
      <ExamplesOffer />
    </div>
  );
}
