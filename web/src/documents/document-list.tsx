import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { type DocumentFilter, DocumentsDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { mayChange } from '../lib/rights.ts';
import { Failed } from '../ui/failed.tsx';
import { NextPage } from '../ui/next-page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import css from './document-list.module.css';
import { DocumentRow } from './document-row.tsx';
import { isUnfinished } from './document-status.tsx';
import { NoDocuments } from './no-documents.tsx';
import { createSelection, type Selection } from './selection/selection.ts';
import { SelectionBar } from './selection/selection-bar.tsx';

const ROWS_A_PAGE = 50;
/** A socket holds 20 streams; some are for the page's other parts. */
const FOLLOWED = 15;

/** The documents that a filter lets through, and what is to be done with those that are selected. */
export function DocumentList({ filter }: { readonly filter: DocumentFilter }) {
  const [selection] = useState(createSelection);
  const [{ data }] = useQuery({ query: DocumentsDocument, variables: { first: ROWS_A_PAGE, after: null, filter } });
  const count = data?.documents.totalCount;
  return (
    <div className={css.list}>
      {count === 0 && <NoDocuments filter={filter} />}
      {count !== undefined && count > 0 && <SelectionBar selection={selection} count={count} />}
      <DocumentPage filter={filter} selection={selection} />
    </div>
  );
}

interface DocumentPageProps {
  readonly filter: DocumentFilter;
  readonly selection: Selection;
  /** How many pages are above. */
  readonly page?: number;
  /** Where it begins; the first page begins at the beginning. */
  readonly after?: string | null;
  /** How many rows above are followed already. */
  readonly followedAbove?: number;
}

/**
 * A page of the list, and the next one behind it, once somebody asks for it. Each begins where the one above ends at the
 * moment, so what is added or deleted leaves no gap and shows nothing twice.
 */
function DocumentPage({ filter, selection, page = 0, after = null, followedAbove = 0 }: DocumentPageProps) {
  const viewer = useViewer();
  const [{ data, error, fetching }, read] = useQuery({
    query: DocumentsDocument,
    variables: { first: ROWS_A_PAGE, after, filter },
    requestPolicy: 'cache-and-network',
  });
  const edges = data?.documents.edges;
  const documents = useMemo(() => edges?.map(({ node }) => node) ?? [], [edges]);
  const selectable = useMemo(() => documents.filter((each) => mayChange(each, viewer)), [documents, viewer]);
  useEffect(() => selection.show(page, selectable), [selection, page, selectable]);
  useEffect(() => () => selection.show(page, []), [selection, page]);
  if (!data) {
    return fetching || !error ? <Skeleton lines={5} /> : <Failed failure={toFailure(error)} onRetry={() => read()} />;
  }
  const unfinished = documents.filter(isUnfinished);
  const followed = new Set(unfinished.slice(0, Math.max(0, FOLLOWED - followedAbove)));
  const isSelectable = new Set(selectable);
  return (
    <>
      <ul className={css.rows}>
        {documents.map((document) => (
          <DocumentRow
            key={document.id}
            document={document}
            isFollowed={followed.has(document)}
            selection={isSelectable.has(document) ? selection : null}
          />
        ))}
      </ul>
      <NextPage pageInfo={data.documents.pageInfo}>
        {(next) => (
          <DocumentPage
            filter={filter}
            selection={selection}
            page={page + 1}
            after={next}
            followedAbove={followedAbove + followed.size}
          />
        )}
      </NextPage>
    </>
  );
}
