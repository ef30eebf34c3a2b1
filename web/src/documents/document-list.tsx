import { useQuery } from 'urql';
import { type DocumentFilter, DocumentsDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { Failed } from '../ui/failed.tsx';
import { NextPage } from '../ui/next-page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import css from './document-list.module.css';
import { DocumentRow } from './document-row.tsx';
import { isUnfinished } from './document-status.tsx';

const ROWS_A_PAGE = 50;
/** A socket holds 20 streams; some are for the page's other parts. */
const FOLLOWED = 15;

interface DocumentPageProps {
  readonly filter: DocumentFilter;
  /** Where it begins; the first page begins at the beginning. */
  readonly after?: string | null;
  /** How many rows above are followed already. */
  readonly followedAbove?: number;
}

/**
 * A page of the list, and the next one behind it, once somebody asks for it. Each begins where the one above ends at the
 * moment, so what is added or deleted leaves no gap and shows nothing twice.
 */
export function DocumentPage({ filter, after = null, followedAbove = 0 }: DocumentPageProps) {
  const [{ data, error, fetching }, read] = useQuery({
    query: DocumentsDocument,
    variables: { first: ROWS_A_PAGE, after, filter },
    requestPolicy: 'cache-and-network',
  });
  if (!data) {
    return fetching || !error ? <Skeleton lines={5} /> : <Failed failure={toFailure(error)} onRetry={() => read()} />;
  }
  const { edges, pageInfo } = data.documents;
  const unfinished = edges.map(({ node }) => node).filter(isUnfinished);
  const followed = new Set(unfinished.slice(0, Math.max(0, FOLLOWED - followedAbove)));
  return (
    <>
      <ul className={css.rows}>
        {edges.map(({ node }) => (
          <DocumentRow key={node.id} document={node} isFollowed={followed.has(node)} />
        ))}
      </ul>
      <NextPage pageInfo={pageInfo}>
        {(next) => <DocumentPage filter={filter} after={next} followedAbove={followedAbove + followed.size} />}
      </NextPage>
    </>
  );
}
