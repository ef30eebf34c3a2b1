import type { TextareaHTMLAttributes } from 'react';
import css from './field.module.css';
import { Labelled } from './labelled.tsx';

type TextAreaProps = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'> & {
  readonly label: string;
  readonly hint?: string | undefined;
};

/** A labelled field of several lines. */
export function TextArea({ label, hint, ...rest }: TextAreaProps) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => <textarea {...ids} className={css.input} {...rest} />}
    </Labelled>
  );
}
