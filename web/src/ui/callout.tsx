import type { ReactNode } from 'react';
import css from './callout.module.css';

/** Stands in the place of a result: why there is none, and what to do. */
export function Callout({ children }: { readonly children: ReactNode }) {
  return <div className={css.callout}>{children}</div>;
}
