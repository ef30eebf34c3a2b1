import type { ReactNode } from 'react';
import css from './nothing.module.css';

/** Stands where a list would be that has nothing in it: a sentence, or some paragraphs. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <div className={css.nothing}>{children}</div>;
}
