import { useId } from 'react';
import css from './radio-group.module.css';

interface RadioGroupProps<Value extends string> {
  /** What is chosen, above the choices. */
  readonly label: string;
  readonly name: string;
  /** What can be chosen, how it is called, and what it means. */
  readonly options: readonly (readonly [value: Value, name: string, hint?: string])[];
  readonly value: Value;
  onChange(value: Value): void;
}

/** A choice of one, with a sentence for each. */
export function RadioGroup<Value extends string>({ label, name, options, value, onChange }: RadioGroupProps<Value>) {
  const id = useId();
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      {options.map(([option, title, hint]) => (
        <div key={option} className={css.option}>
          <input
            type="radio"
            id={`${id}-${option}`}
            name={name}
            value={option}
            checked={option === value}
            aria-describedby={hint && `${id}-${option}-hint`}
            onChange={() => onChange(option)}
          />
          <label htmlFor={`${id}-${option}`}>{title}</label>
          {hint && (
            <p id={`${id}-${option}-hint`} className={css.hint}>
              {hint}
            </p>
          )}
        </div>
      ))}
    </fieldset>
  );
}
