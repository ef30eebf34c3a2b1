import ChevronRight from 'lucide-react/icons/chevron-right';
import { useState } from 'react';
import type { AuditLogQuery } from '../gql/graphql.ts';
import { Badge } from '../ui/badge.tsx';
import { actionName } from './actions.ts';
import { actorOf } from './actor.ts';
import css from './entry.module.css';
import { EntryDetails } from './entry-details.tsx';
import { Moment } from './moment.tsx';
import { outcomeOf } from './outcome.ts';

/** Something that happened. */
export type AuditEntry = AuditLogQuery['auditLog']['edges'][number]['node'];

interface EntryProps {
  readonly entry: AuditEntry;
  /** Shows what this actor did, and nothing else. */
  onActor(actor: string): void;
}

/** A line of the log, which opens in place. */
export function Entry({ entry, onActor }: EntryProps) {
  const [isOpen, setIsOpen] = useState(false);
  const outcome = outcomeOf(entry.outcome);
  return (
    <li className={css.entry}>
      <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary className={css.summary}>
          <ChevronRight size={16} aria-hidden="true" className={css.mark} />
          <span className={css.action}>
            {actionName(entry.action)}
            {outcome && <Badge look={outcome.isBad ? 'danger' : 'plain'}>{outcome.name}</Badge>}
          </span>
          <span className={css.actor}>{actorOf(entry.actor).name}</span>
          <span className={css.moment}>
            <Moment at={entry.at} />
          </span>
        </summary>
        {isOpen && <EntryDetails entry={entry} onActor={onActor} />}
      </details>
    </li>
  );
}
