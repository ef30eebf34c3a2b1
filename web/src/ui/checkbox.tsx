import { type InputHTMLAttributes, useId } from 'react';
import css from './checkbox.module.css';

type CheckboxProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'type'> & {
  readonly label: string;
  readonly hint?: string | undefined;
};

/** A labelled box to tick. */
export function Checkbox({ label, hint, ...rest }: CheckboxProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className={css.field}>
      <input type="checkbox" id={id} aria-describedby={hint ? hintId : undefined} {...rest} />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={hintId} className={css.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
