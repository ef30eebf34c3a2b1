import { createStore } from '../lib/store.ts';
import { Hidden } from './hidden.tsx';
import { useStore } from './use-store.ts';

const said = createStore('');

/** Has a screen reader say something, politely. The same words are said again. */
export function announce(text: string): void {
  // What is equal is no change, and changes alone are read out.
  said.set(said.get() === text ? `${text}\u00a0` : text);
}

/** The one live region of the page. */
export function Announcer() {
  return (
    <Hidden>
      <div role="status" aria-live="polite">
        {useStore(said)}
      </div>
    </Hidden>
  );
}
