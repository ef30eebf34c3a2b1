import { type InputHTMLAttributes, type Ref, useId, useState } from 'react';
import css from './field.module.css';

type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> & {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with a value, once the field is left; null for nothing. */
  readonly problemOf?: (value: string) => string | null;
  readonly ref?: Ref<HTMLInputElement>;
};

/** A labelled text field, which says what is wrong when it is left. */
export function Field({ label, hint, problemOf, onBlur, onChange, ...rest }: FieldProps) {
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const described = problem ? `${id}-problem` : hint ? `${id}-hint` : undefined;
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={css.input}
        aria-invalid={problem !== null}
        aria-describedby={described}
        onBlur={(event) => {
          const { value } = event.currentTarget;
          setProblem(value === '' ? null : (problemOf?.(value) ?? null));
          onBlur?.(event);
        }}
        onChange={(event) => {
          if (problem) setProblem(problemOf?.(event.currentTarget.value) ?? null);
          onChange?.(event);
        }}
        {...rest}
      />
      {problem ? (
        <p id={`${id}-problem`} className={css.problem}>
          {problem}
        </p>
      ) : (
        hint && (
          <p id={`${id}-hint`} className={css.hint}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}
