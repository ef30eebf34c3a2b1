import { Choice } from './choice.tsx';
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
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      {options.map(([option, title, hint]) => (
        <Choice
          key={option}
          type="radio"
          name={name}
          value={option}
          label={title}
          hint={hint}
          checked={option === value}
          onChange={() => onChange(option)}
        />
      ))}
    </fieldset>
  );
}
