import { seesCollection } from '../lib/rights.ts';
import { messages } from './messages.ts';
import css from './readers.module.css';
import type { Reader } from './use-readers.ts';

interface ReadersProps {
  readonly collection: string;
  readonly members: readonly Reader[];
}

/** How many members see a collection, and who, once somebody asks. */
export function Readers({ collection, members }: ReadersProps) {
  const readers = members.filter((member) => seesCollection(collection, member));
  if (readers.length === members.length) return <span className={css.readers}>{messages.seenByAll}</span>;
  return (
    <details className={css.readers}>
      <summary>{messages.seenBy(readers.length, members.length)}</summary>
      {readers.map(({ user }) => user.name ?? user.email).join(', ')}
    </details>
  );
}
