import { useQuery } from 'urql';
import { InvitationsDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { Failed } from '../ui/failed.tsx';
import { NextPage } from '../ui/next-page.tsx';
import { Rows } from '../ui/rows.tsx';
import { useReread } from '../ui/use-reread.ts';
import { isFound } from './found.ts';
import { InvitationRow } from './invitation-row.tsx';
import type { Asked } from './member-dialog.tsx';
import { messages } from './messages.ts';

const ROWS_A_PAGE = 50;

interface InvitationPageProps {
  readonly find: string;
  readonly after?: string | null;
  onAsk(asked: Asked): void;
}

/** Who is invited, before those who are members; nothing where nobody is. */
export function InvitationPage({ find, after = null, onAsk }: InvitationPageProps) {
  const [{ data, error }, read] = useQuery({
    query: InvitationsDocument,
    variables: { first: ROWS_A_PAGE, after },
    requestPolicy: 'cache-and-network',
  });
  useReread(read);
  if (!data) return error ? <Failed failure={toFailure(error)} onRetry={() => read()} /> : null;
  const { edges, pageInfo } = data.invitations;
  return (
    <>
      <Rows label={messages.invitations}>
        {edges
          .filter(({ node }) => isFound(find, node.email))
          .map(({ node }) => (
            <InvitationRow key={node.id} invitation={node} onAsk={onAsk} />
          ))}
      </Rows>
      <NextPage pageInfo={pageInfo}>{(next) => <InvitationPage find={find} after={next} onAsk={onAsk} />}</NextPage>
    </>
  );
}
