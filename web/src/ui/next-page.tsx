import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { messages } from './messages.ts';
import css from './next-page.module.css';

interface NextPageProps {
  /** Where the page above ends at the moment: what is added or deleted leaves no gap and shows nothing twice. */
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined };
  /** The page that begins behind a cursor. */
  children(after: string): ReactNode;
}

/** Below a page of a list: the button that shows the next one, then that page. */
export function NextPage({ pageInfo: { hasNextPage, endCursor }, children }: NextPageProps) {
  const [isShown, setIsShown] = useState(false);
  if (!hasNextPage || !endCursor) return null;
  if (isShown) return children(endCursor);
  return (
    <Button
      className={css.more}
      onClick={({ currentTarget }) => {
        // The button goes: from the last row above, the next key leads into the new ones.
        lastIn(currentTarget.previousElementSibling)?.focus({ preventScroll: true });
        setIsShown(true);
      }}
    >
      {messages.showMore}
    </Button>
  );
}

function lastIn(list: Element | null): HTMLElement | undefined {
  return [...(list?.querySelectorAll<HTMLElement>('a, button') ?? [])].findLast((each) => each.checkVisibility());
}
