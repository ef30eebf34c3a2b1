import css from './progress-bar.module.css';

interface ProgressBarProps {
  /** From 0 to 1; null where nobody knows. */
  readonly done: number | null;
  /** What it is the progress of. */
  readonly label: string;
}

/** How far something is. */
export function ProgressBar({ done, label }: ProgressBarProps) {
  return <progress className={css.bar} aria-label={label} max={1} {...(done !== null && { value: done })} />;
}
