import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { classNames } from './class-names.ts';
import css from './page.module.css';

interface PageProps {
  /** The heading, which is the tab's title too. */
  readonly title: string;
  /** What it is for, in a sentence or two. */
  readonly hint?: string;
  /** The tab's title, where it says more. */
  readonly tab?: string;
  /** Beside the heading. */
  readonly aside?: ReactNode;
  /** Where the heading is for those alone who do not see the page. */
  readonly isTitleHidden?: boolean;
  /** Gets the focus on navigation, instead of the heading. */
  readonly focus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

let isFirstPage = true;

/** A page of the shell: names the tab, and takes the focus on navigation, so that it is read out. */
export function Page({ title, tab = title, hint, aside, isTitleHidden = false, focus, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${tab} · Carrel`;
  }, [tab]);
  useEffect(() => {
    // A browser that has just opened the page reads it from its top by itself.
    if (isFirstPage && !focus) isFirstPage = false;
    else (focus ?? heading).current?.focus({ preventScroll: !focus });
    isFirstPage = false;
  }, [focus]);
  return (
    <div className={css.page}>
      <div className={classNames(css.top, isTitleHidden && css.hidden)}>
        <h1 ref={heading} tabIndex={-1} className={css.title}>
          {title}
        </h1>
        {aside}
        {hint && <p className={css.hint}>{hint}</p>}
      </div>
      {children}
    </div>
  );
}
