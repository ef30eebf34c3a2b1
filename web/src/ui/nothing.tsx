import type { ReactNode } from 'react';
import css from './nothing.module.css';

/** Stands where a list would be that has nothing in it. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className={css.nothing}>{children}</p>;
}
