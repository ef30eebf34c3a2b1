import { type InputHTMLAttributes, useId } from 'react';
import css from './choice.module.css';

/** What a checkbox and each option of a radio group take. */
export type ChoiceProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'type'> & {
  readonly type: 'checkbox' | 'radio';
  readonly label: string;
  readonly hint?: string | undefined;
};

/** Something to tick, its label beside it and its hint below. */
export function Choice({ label, hint, ...input }: ChoiceProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className={css.choice}>
      <input id={id} aria-describedby={hint ? hintId : undefined} {...input} />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={hintId} className={css.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
