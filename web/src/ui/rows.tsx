import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import css from './rows.module.css';

/** A list in a frame, a row for each thing. */
export function Rows({ label, children }: { readonly label?: string; readonly children: ReactNode }) {
  return (
    <ul className={css.rows} aria-label={label}>
      {children}
    </ul>
  );
}

interface RowProps {
  /** What it is called, and its marks. */
  readonly title: ReactNode;
  /** What else is said of it, below. */
  readonly facts?: ReactNode;
  /** What can be done with it. */
  readonly actions?: ReactNode;
  readonly className?: string;
  /** What is opened in place, below. */
  readonly children?: ReactNode;
}

/** A thing in a list: its name and facts, and what can be done with it. */
export function Row({ title, facts, actions, className, children }: RowProps) {
  return (
    <li className={classNames(css.row, className)}>
      <div className={css.about}>
        <div className={css.title}>{title}</div>
        {facts && <div className={css.facts}>{facts}</div>}
      </div>
      {actions && <div className={css.actions}>{actions}</div>}
      {children && <div className={css.below}>{children}</div>}
    </li>
  );
}
