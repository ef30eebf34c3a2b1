import { useQuery } from 'urql';
import { type AuditFilter, AuditLogDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { Failed } from '../ui/failed.tsx';
import { NextPage } from '../ui/next-page.tsx';
import { Nothing } from '../ui/nothing.tsx';
import { Rows } from '../ui/rows.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Entry } from './entry.tsx';
import { messages } from './messages.ts';

const ENTRIES_A_PAGE = 50;

interface EntryListProps {
  readonly filter: AuditFilter;
  /** Where it begins; the first page begins at the beginning. */
  readonly after?: string | null;
  onActor(actor: string): void;
}

/** A page of the log, the last entries first, and the one behind it. */
export function EntryList({ filter, after = null, onActor }: EntryListProps) {
  const [{ data, error, fetching }, read] = useQuery({
    query: AuditLogDocument,
    variables: { first: ENTRIES_A_PAGE, after, filter },
    // What is in a log does not change; what is new comes with the first page.
    requestPolicy: after === null ? 'cache-and-network' : 'cache-first',
  });
  if (!data) {
    return fetching || !error ? <Skeleton lines={8} /> : <Failed failure={toFailure(error)} onRetry={() => read()} />;
  }
  const { edges, pageInfo } = data.auditLog;
  if (edges.length === 0) return <Nothing>{messages.nothing}</Nothing>;
  return (
    <>
      <Rows label={messages.title}>
        {edges.map(({ node }) => (
          <Entry key={node.id} entry={node} onActor={onActor} />
        ))}
      </Rows>
      <NextPage pageInfo={pageInfo}>{(next) => <EntryList filter={filter} after={next} onActor={onActor} />}</NextPage>
    </>
  );
}
