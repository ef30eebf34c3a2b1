import type { ReactNode } from 'react';
import css from './badge.module.css';
import { classNames } from './class-names.ts';

interface BadgeProps {
  /** Danger for what needs somebody's attention. */
  readonly look?: 'plain' | 'accent' | 'danger';
  readonly children: ReactNode;
}

/** A word or two about a thing, in a frame. */
export function Badge({ look = 'plain', children }: BadgeProps) {
  return <span className={classNames(css.badge, css[look])}>{children}</span>;
}
