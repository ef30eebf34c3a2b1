import type { SelectHTMLAttributes } from 'react';
import css from './field.module.css';
import { Labelled } from './labelled.tsx';

type SelectFieldProps<Value extends string> = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'> & {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What can be chosen, and how it is called. */
  readonly options: readonly Option<Value>[];
  /** What can be chosen beside that, under headings. */
  readonly groups?: readonly (readonly [heading: string, options: readonly Option<Value>[]])[];
};

type Option<Value> = readonly [value: Value, name: string];

/** A labelled choice of one. */
export function SelectField<Value extends string>({
  label,
  hint,
  options,
  groups = [],
  ...rest
}: SelectFieldProps<Value>) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <select {...ids} className={css.input} {...rest}>
          <Options options={options} />
          {groups.map(([heading, members]) => (
            <optgroup key={heading} label={heading}>
              <Options options={members} />
            </optgroup>
          ))}
        </select>
      )}
    </Labelled>
  );
}

function Options({ options }: { readonly options: readonly Option<string>[] }) {
  return options.map(([value, name]) => (
    <option key={value} value={value}>
      {name}
    </option>
  ));
}
