import css from './find-field.module.css';

interface FindFieldProps {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
}

/** A field that narrows the list below it as one types. */
export function FindField({ label, value, onChange }: FindFieldProps) {
  return (
    <search className={css.find}>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </search>
  );
}
