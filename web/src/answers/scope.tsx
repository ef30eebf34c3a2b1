import type { AnswerMode, AskScopeQuery } from '../gql/graphql.ts';
import { messages } from './messages.ts';
import css from './scope.module.css';

/** Where to look, and how thoroughly. */
export interface Scope {
  readonly mode: AnswerMode;
  /** Empty for all documents. */
  readonly collection: string;
}

interface ScopeChoiceProps {
  readonly scope: Scope;
  readonly collections: AskScopeQuery['collections'];
  onChange(scope: Scope): void;
}

const MODES: readonly AnswerMode[] = ['QUICK', 'THOROUGH'];

/** The choices of the next question. */
export function ScopeChoice({ scope, collections, onChange }: ScopeChoiceProps) {
  return (
    <fieldset className={css.scope} aria-label={messages.scope}>
      <select
        aria-label={messages.mode}
        value={scope.mode}
        onChange={({ target }) => onChange({ ...scope, mode: MODES.find((each) => each === target.value) ?? 'QUICK' })}
      >
        {MODES.map((mode) => (
          <option key={mode} value={mode}>
            {messages.modes[mode]}
          </option>
        ))}
      </select>
      {collections.length > 0 && (
        <select
          aria-label={messages.collection}
          value={scope.collection}
          onChange={({ target }) => onChange({ ...scope, collection: target.value })}
        >
          <option value="">{messages.everywhere}</option>
          {collections.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}
