import { useQuery } from 'urql';
import { MembersDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { Failed } from '../ui/failed.tsx';
import { NextPage } from '../ui/next-page.tsx';
import { Nothing } from '../ui/nothing.tsx';
import { Rows } from '../ui/rows.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useReread } from '../ui/use-reread.ts';
import { isFound } from './found.ts';
import type { Asked } from './member-dialog.tsx';
import { MemberRow } from './member-row.tsx';
import { messages } from './messages.ts';

const ROWS_A_PAGE = 50;

interface MemberPageProps {
  /** What they are to be called like; empty for all. */
  readonly find: string;
  readonly after?: string | null;
  /** How many were found on the pages above. */
  readonly foundAbove?: number;
  onAsk(asked: Asked): void;
}

/** A page of the members, and those behind it: one after the other on demand, or all of them to find somebody. */
export function MemberPage({ find, after = null, foundAbove = 0, onAsk }: MemberPageProps) {
  const [{ data, error, fetching }, read] = useQuery({
    query: MembersDocument,
    variables: { first: ROWS_A_PAGE, after },
    requestPolicy: 'cache-and-network',
  });
  useReread(read);
  if (!data) {
    return fetching || !error ? <Skeleton lines={5} /> : <Failed failure={toFailure(error)} onRetry={() => read()} />;
  }
  const { edges, pageInfo } = data.members;
  const members = edges.map(({ node }) => node).filter(({ user }) => isFound(find, user.name, user.email));
  const found = foundAbove + members.length;
  const next = (cursor: string) => <MemberPage find={find} after={cursor} foundAbove={found} onAsk={onAsk} />;
  return (
    <>
      <Rows label={messages.title}>
        {members.map((member) => (
          <MemberRow key={member.user.id} member={member} onAsk={onAsk} />
        ))}
      </Rows>
      {find === '' ? (
        <NextPage pageInfo={pageInfo}>{next}</NextPage>
      ) : (
        pageInfo.hasNextPage && pageInfo.endCursor && next(pageInfo.endCursor)
      )}
      {!pageInfo.hasNextPage && found === 0 && <Nothing>{messages.noneFound}</Nothing>}
    </>
  );
}
