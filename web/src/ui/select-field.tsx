import type { SelectHTMLAttributes } from 'react';
import css from './field.module.css';
import { Labelled } from './labelled.tsx';

type SelectFieldProps<Value extends string> = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'> & {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What can be chosen, and how it is called. */
  readonly options: readonly (readonly [value: Value, name: string])[];
};

/** A labelled choice of one. */
export function SelectField<Value extends string>({ label, hint, options, ...rest }: SelectFieldProps<Value>) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <select {...ids} className={css.input} {...rest}>
          {options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
