import type { TextareaHTMLAttributes } from 'react';
import css from './field.module.css';
import { Labelled } from './labelled.tsx';

type TextAreaProps = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'> & {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with what is in it; null for nothing. */
  readonly problem?: string | null;
};

/** A labelled field of several lines. */
export function TextArea({ label, hint, problem = null, ...rest }: TextAreaProps) {
  return (
    <Labelled label={label} hint={hint} problem={problem}>
      {(ids) => <textarea {...ids} className={css.input} aria-invalid={problem !== null} {...rest} />}
    </Labelled>
  );
}
