import Folder from 'lucide-react/icons/folder';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { CollectionsDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { Failed } from '../ui/failed.tsx';
import { Nothing } from '../ui/nothing.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useReread } from '../ui/use-reread.ts';
import { CollectionTree } from './collection-tree.tsx';
import css from './collections-page.module.css';
import { messages } from './messages.ts';
import { treeOf } from './tree-of.ts';
import { useReaders } from './use-readers.ts';

/** How the documents of the organisation are grouped, and who sees which. */
export function CollectionsPage() {
  const [{ data, error }, read] = useQuery({ query: CollectionsDocument, requestPolicy: 'cache-and-network' });
  useReread(read);
  const members = useReaders();
  return (
    <Page title={messages.title}>
      {!data && (error ? <Failed failure={toFailure(error)} onRetry={() => read()} /> : <Skeleton lines={5} />)}
      {data?.collections.length === 0 && <Empty />}
      {data && data.collections.length > 0 && (
        <>
          <p className={css.hint}>
            {messages.hint} <Link href="/admin/members">{messages.toMembers}</Link>
          </p>
          <CollectionTree nodes={treeOf(data.collections)} members={members} />
        </>
      )}
    </Page>
  );
}

function Empty() {
  return (
    <Nothing>
      <Folder size={32} aria-hidden="true" />
      <p>
        <strong className={css.title}>{messages.empty}</strong>
      </p>
      <p className={css.said}>{messages.what}</p>
      <p className={css.said}>{messages.how}</p>
      <p>
        <Link href="/documents">{messages.toDocuments}</Link>
      </p>
    </Nothing>
  );
}
