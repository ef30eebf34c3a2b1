import { useEffect } from 'react';

/** Where what has the focus goes with this component, the page's heading takes it: a keyboard is never left nowhere. */
export function useKeptFocus(): void {
  useEffect(
    () => () => {
      if (document.activeElement === document.body) {
        document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
      }
    },
    [],
  );
}
