import { type ReactNode, useRef } from 'react';
import type { Rights } from '../lib/grants.ts';
import { roleName } from '../ui/role-name.ts';
import { useKeptFocus } from '../ui/use-kept-focus.ts';
import { messages } from './messages.ts';
import css from './person-row.module.css';

interface PersonRowProps {
  readonly name: string;
  /** Where it isn't the name already. */
  readonly email?: string | null;
  readonly badges: ReactNode;
  /** Since when, or until when. */
  readonly time: ReactNode;
  readonly rights: Rights;
  readonly actions: ReactNode;
}

/** Somebody who is a member, or will be: who they are, and what they may do and see. */
export function PersonRow({ name, email, badges, time, rights, actions }: PersonRowProps) {
  const row = useRef<HTMLLIElement>(null);
  useKeptFocus(row);
  const { role, piiAccess, collections } = rights;
  return (
    <li ref={row} className={css.row}>
      <div className={css.person}>
        <div className={css.name}>
          {name} {badges}
        </div>
        {email && <div className={css.fact}>{email}</div>}
      </div>
      <div className={css.facts}>
        <div>{roleName(role)}</div>
        <div className={css.fact}>{time}</div>
      </div>
      <div className={css.facts}>
        <div>{collections ? collections.join(', ') || messages.noDocuments : messages.allDocuments}</div>
        {piiAccess && <div className={css.fact}>{messages.pii}</div>}
      </div>
      <div className={css.actions}>{actions}</div>
    </li>
  );
}
