import ListFilter from 'lucide-react/icons/list-filter';
import X from 'lucide-react/icons/x';
import { useRef, useState } from 'react';
import { Hidden } from '../ui/hidden.tsx';
import { Popover } from '../ui/popover.tsx';
import { messages } from './messages.ts';
import { isEverywhere, type Scope } from './scope.ts';
import css from './scope-choice.module.css';
import { ScopePanel } from './scope-panel.tsx';
import { useScopeParts } from './use-scope-parts.ts';

interface ScopeChoiceProps {
  readonly scope: Scope;
  onChange(scope: Scope): void;
}

/** Where to look: a button that opens the choice, and what was chosen, each with the way to take it back. */
export function ScopeChoice({ scope, onChange }: ScopeChoiceProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const parts = useScopeParts(scope);
  return (
    <div className={css.choice}>
      <Popover
        opener={opener}
        className={css.opener}
        onToggle={setIsOpen}
        button={
          <>
            <ListFilter size={16} aria-hidden="true" />
            <Hidden>{messages.where}: </Hidden>
            {isEverywhere(scope) ? messages.everywhere : messages.limited}
          </>
        }
      >
        {isOpen && <ScopePanel scope={scope} onChange={onChange} />}
      </Popover>
      {parts.length > 0 && (
        <ul className={css.parts} aria-label={messages.limited}>
          {parts.map(({ key, name, without }) => (
            <li key={key} className={css.part}>
              <span className={css.name}>{name}</span>
              <button
                type="button"
                aria-label={messages.remove(name)}
                onClick={() => {
                  onChange(without);
                  // The button goes with what it takes back.
                  opener.current?.focus();
                }}
              >
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
