import { classNames } from '../ui/class-names.ts';
import { messages } from './messages.ts';
import css from './page-mark.module.css';

interface PageMarkProps {
  readonly page: number;
  /** Whether text of the page before stands on the same line. */
  readonly isWithin?: boolean;
}

/** Says that a page begins here, by eye and by ear; it is no part of the text, and is not copied with it. */
export function PageMark({ page, isWithin = false }: PageMarkProps) {
  return (
    <span data-page={page} tabIndex={-1} className={classNames(css.mark, isWithin && css.within)}>
      {messages.pageMark(page)}
    </span>
  );
}
