import { useQuery } from 'urql';
import { type ApiTokenPartsFragment, ApiTokensDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { NextPage } from '../ui/next-page.tsx';
import { Nothing } from '../ui/nothing.tsx';
import { roleName } from '../ui/role-name.ts';
import { Row, Rows } from '../ui/rows.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useReread } from '../ui/use-reread.ts';
import { When } from '../ui/when.tsx';
import { messages } from './messages.ts';

const ROWS_A_PAGE = 50;

interface TokenListProps {
  /** Where it begins; the first page begins at the beginning. */
  readonly after?: string | null;
  onRevoke(token: ApiTokenPartsFragment): void;
}

/** A page of the tokens that are good, and the next one behind it. */
export function TokenList({ after = null, onRevoke }: TokenListProps) {
  const [{ data, error, fetching }, read] = useQuery({
    query: ApiTokensDocument,
    variables: { first: ROWS_A_PAGE, after },
    requestPolicy: 'cache-and-network',
  });
  useReread(read);
  if (!data) {
    return fetching || !error ? <Skeleton /> : <Failed failure={toFailure(error)} onRetry={() => read()} />;
  }
  const { edges, pageInfo, totalCount } = data.apiTokens;
  if (totalCount === 0) return <Nothing>{messages.empty}</Nothing>;
  return (
    <>
      <Rows label={messages.title}>
        {edges.map(({ node }) => (
          <TokenRow key={node.id} token={node} onRevoke={onRevoke} />
        ))}
      </Rows>
      <NextPage pageInfo={pageInfo}>{(next) => <TokenList after={next} onRevoke={onRevoke} />}</NextPage>
    </>
  );
}

function TokenRow({ token, onRevoke }: Pick<TokenListProps, 'onRevoke'> & { readonly token: ApiTokenPartsFragment }) {
  const { name, role, piiAccess } = token;
  return (
    <Row
      title={
        <>
          {name} <Badge>{roleName(role)}</Badge>
          {piiAccess && <Badge>{messages.personalData}</Badge>}
        </>
      }
      facts={<TokenFacts token={token} />}
      actions={
        <Button look="quiet" aria-label={messages.revokeNamed(name)} onClick={() => onRevoke(token)}>
          {messages.revoke}
        </Button>
      }
    />
  );
}

function TokenFacts({ token }: { readonly token: ApiTokenPartsFragment }) {
  const { prefix, collections, createdAt, createdBy, lastUsedAt, expiresAt } = token;
  return (
    <>
      <code>carrel_{prefix}…</code>
      {collections && <span>{messages.within(collections)}</span>}
      <span>
        {messages.made} <When at={createdAt} /> {createdBy && messages.by(createdBy.name ?? createdBy.email)}
      </span>
      <span>
        {lastUsedAt ? (
          <>
            {messages.used} <When at={lastUsedAt} />
          </>
        ) : (
          messages.unused
        )}
      </span>
      <span>
        {expiresAt ? (
          <>
            {messages.endsAt} <When at={expiresAt} />
          </>
        ) : (
          messages.endless
        )}
      </span>
    </>
  );
}
