import type { AnswerMode } from '../gql/graphql.ts';
import { messages } from './messages.ts';
import css from './mode-choice.module.css';

interface ModeChoiceProps {
  readonly mode: AnswerMode;
  onChange(mode: AnswerMode): void;
}

const MODES: readonly AnswerMode[] = ['QUICK', 'THOROUGH'];

/** How thoroughly the next question is looked into. */
export function ModeChoice({ mode, onChange }: ModeChoiceProps) {
  return (
    <select
      className={css.mode}
      aria-label={messages.mode}
      value={mode}
      onChange={({ target }) => onChange(MODES.find((each) => each === target.value) ?? 'QUICK')}
    >
      {MODES.map((each) => (
        <option key={each} value={each}>
          {messages.modes[each]}
        </option>
      ))}
    </select>
  );
}
