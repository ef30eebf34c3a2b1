import { Link } from 'wouter';
import type { DocumentPartsFragment } from '../gql/graphql.ts';
import { Badge } from '../ui/badge.tsx';
import css from './document-labels.module.css';
import { messages } from './messages.ts';
import { addressOf } from './use-filter.ts';

/** Where a document belongs, each a way to those that belong there too; and who sees it, where that is not everybody. */
export function DocumentLabels({ document }: { readonly document: DocumentPartsFragment }) {
  const { collection, tags, containsPii, visibility } = document;
  if (collection === null && tags.length === 0 && !containsPii && visibility !== 'PRIVATE') return null;
  return (
    <div className={css.labels}>
      {collection !== null && <Link href={addressOf({ collection })}>{collection}</Link>}
      {tags.map((tag) => (
        <Link key={tag} href={addressOf({ tags: [tag] })}>
          #{tag}
        </Link>
      ))}
      {containsPii && <Badge>{messages.pii}</Badge>}
      {visibility === 'PRIVATE' && <Badge>{messages.visibilities.PRIVATE}</Badge>}
    </div>
  );
}
