import Folder from 'lucide-react/icons/folder';
import { Link } from 'wouter';
import css from './collection-tree.module.css';
import { messages } from './messages.ts';
import { Readers } from './readers.tsx';
import type { CollectionNode } from './tree-of.ts';
import type { Reader } from './use-readers.ts';

interface CollectionTreeProps {
  readonly nodes: readonly CollectionNode[];
  /** The members of the organisation; null as long as they are not known. */
  readonly members: readonly Reader[] | null;
}

/** Collections, each with those in it below. */
export function CollectionTree({ nodes, members }: CollectionTreeProps) {
  return (
    <ul className={css.tree}>
      {nodes.map(({ name, label, documents, children }) => (
        <li key={name}>
          <div className={css.collection}>
            <Folder size={19} aria-hidden="true" className={css.icon} />
            <Link href={`/documents?${new URLSearchParams({ collection: name })}`} className={css.name} title={name}>
              {label}
            </Link>
            <span className={css.count}>{messages.count(documents)}</span>
            {members && <Readers collection={name} members={members} />}
          </div>
          {children.length > 0 && <CollectionTree nodes={children} members={members} />}
        </li>
      ))}
    </ul>
  );
}
