import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * A keyboard is never left nowhere: where what has the focus goes with an element, its neighbour takes it, or else the
 * page's heading.
 */
export function useKeptFocus(element: RefObject<HTMLElement | null>): void {
  const neighbour = useRef<HTMLElement | null>(null);
  useLayoutEffect(
    () => () => {
      // The element is still in its place.
      const { current } = element;
      if (!current?.contains(document.activeElement)) return;
      neighbour.current = firstIn(current.nextElementSibling) ?? firstIn(current.previousElementSibling);
    },
    [element],
  );
  useEffect(
    () => () => {
      if (document.activeElement !== document.body) return;
      const { current } = neighbour;
      const isSeen = current?.checkVisibility({ visibilityProperty: true });
      const target = isSeen ? current : document.querySelector<HTMLElement>('h1');
      target?.focus({ preventScroll: true });
    },
    [],
  );
}

function firstIn(element: Element | null): HTMLElement | null {
  return element?.querySelector<HTMLElement>('a, button, input:not([hidden])') ?? null;
}
