import FileText from 'lucide-react/icons/file-text';
import { memo, useRef } from 'react';
import { useSubscription } from 'urql';
import { Link } from 'wouter';
import { DocumentChangedDocument, type DocumentPartsFragment } from '../gql/graphql.ts';
import { formatBytes } from '../lib/format-bytes.ts';
import { useKeptFocus } from '../ui/use-kept-focus.ts';
import { When } from '../ui/when.tsx';
import { AddedBy } from './added-by.tsx';
import { DocumentActions } from './document-actions.tsx';
import { DocumentLabels } from './document-labels.tsx';
import css from './document-row.module.css';
import { DocumentStatus } from './document-status.tsx';
import { SelectBox } from './selection/select-box.tsx';
import type { Selection } from './selection/selection.ts';

interface DocumentRowProps {
  readonly document: DocumentPartsFragment;
  /** Whether its changes are followed: a socket holds so many streams. */
  readonly isFollowed: boolean;
  /** Null where the caller may not change it. */
  readonly selection: Selection | null;
}

/** A document in the list. */
export const DocumentRow = memo(function DocumentRow({ document, isFollowed, selection }: DocumentRowProps) {
  // What comes goes into the cache, and from there into the row.
  useSubscription({ query: DocumentChangedDocument, variables: { id: document.id }, pause: !isFollowed });
  const row = useRef<HTMLLIElement>(null);
  useKeptFocus(row);
  const { id, name, error, sizeBytes, createdAt } = document;
  return (
    <li ref={row} className={css.row}>
      {selection ? (
        <SelectBox document={document} selection={selection} />
      ) : (
        <span className={css.icon}>
          <FileText size={18} aria-hidden="true" />
        </span>
      )}
      <div className={css.names}>
        <Link href={`/documents/${id}`} className={css.name}>
          {name}
        </Link>
        {error && <p className={css.error}>{error}</p>}
        <DocumentLabels document={document} />
      </div>
      <div className={css.status}>
        <DocumentStatus document={document} />
      </div>
      <span className={css.fact}>
        <When at={createdAt} />
        <AddedBy document={document} className={css.by} />
      </span>
      <span className={css.fact}>{formatBytes(sizeBytes)}</span>
      <DocumentActions document={document} />
    </li>
  );
});
