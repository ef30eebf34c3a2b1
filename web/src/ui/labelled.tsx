import { type ReactNode, useId } from 'react';
import css from './field.module.css';

interface LabelledProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong, in the place of the hint; null for nothing. */
  readonly problem?: string | null;
  /** The control, which takes the id that its label names, and that of what describes it. */
  children(ids: { readonly id: string; readonly 'aria-describedby': string | undefined }): ReactNode;
}

/** A label above a control, and below it a hint, or what is wrong. */
export function Labelled({ label, hint, problem = null, children }: LabelledProps) {
  const id = useId();
  const said = problem ?? hint;
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': said ? `${id}-said` : undefined })}
      {said && (
        <p id={`${id}-said`} className={problem ? css.problem : css.hint}>
          {said}
        </p>
      )}
    </div>
  );
}
