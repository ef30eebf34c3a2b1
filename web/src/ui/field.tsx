import { type InputHTMLAttributes, type Ref, useState } from 'react';
import css from './field.module.css';
import { Labelled } from './labelled.tsx';

type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> & {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with a value, once the field is left; null for nothing. */
  readonly problemOf?: (value: string) => string | null;
  readonly ref?: Ref<HTMLInputElement>;
};

/** A labelled text field, which says what is wrong when it is left. */
export function Field({ label, hint, problemOf, onBlur, onChange, ...rest }: FieldProps) {
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <Labelled label={label} hint={hint} problem={problem}>
      {(ids) => (
        <input
          {...ids}
          className={css.input}
          aria-invalid={problem !== null}
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
      )}
    </Labelled>
  );
}
