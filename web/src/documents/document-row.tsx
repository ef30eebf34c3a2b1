import FileText from 'lucide-react/icons/file-text';
import { memo } from 'react';
import { useSubscription } from 'urql';
import { Link } from 'wouter';
import { DocumentChangedDocument, type DocumentPartsFragment } from '../gql/graphql.ts';
import { formatBytes } from '../lib/format-bytes.ts';
import { When } from '../ui/when.tsx';
import { DocumentActions } from './document-actions.tsx';
import css from './document-row.module.css';
import { DocumentStatus } from './document-status.tsx';
import { messages } from './messages.ts';

interface DocumentRowProps {
  readonly document: DocumentPartsFragment;
  /** Whether its changes are followed: a socket holds so many streams. */
  readonly isFollowed: boolean;
}

/** A document in the list. */
export const DocumentRow = memo(function DocumentRow({ document, isFollowed }: DocumentRowProps) {
  // What comes goes into the cache, and from there into the row.
  useSubscription({ query: DocumentChangedDocument, variables: { id: document.id }, pause: !isFollowed });
  const { id, name, sizeBytes, createdAt, collection, tags, containsPii, visibility } = document;
  return (
    <li className={css.row}>
      <FileText size={19} aria-hidden="true" className={css.icon} />
      <div className={css.names}>
        <Link href={`/documents/${id}`} className={css.name}>
          {name}
        </Link>
        <span className={css.marks}>
          {[
            collection,
            ...tags.map((tag) => `#${tag}`),
            containsPii && messages.pii,
            visibility === 'PRIVATE' && messages.private,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <div className={css.status}>
        <DocumentStatus document={document} />
      </div>
      <span className={css.fact}>
        <When at={createdAt} />
      </span>
      <span className={css.fact}>{formatBytes(sizeBytes)}</span>
      <DocumentActions document={document} />
    </li>
  );
});
