import { type ReactNode, useId, useRef } from 'react';
import { classNames } from './class-names.ts';
import css from './menu.module.css';

interface MenuProps {
  /** What the button is called, where nothing on it says so. */
  readonly label?: string;
  /** What is on the button. */
  readonly button: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A button that opens a panel of ordinary buttons and links. The browser closes it on Escape, and on a click elsewhere. */
export function Menu({ label, button, className, children }: MenuProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={classNames(css.opener, className)}
        aria-label={label}
        title={label}
        popoverTarget={id}
      >
        {button}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only closes after what is in it was used. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a key on a button within is a click. */}
      <div
        ref={panel}
        id={id}
        popover="auto"
        className={css.panel}
        onToggle={({ newState }) => {
          if (newState === 'open' && opener.current) place(panel.current, opener.current);
        }}
        onClick={({ target }) => {
          if (target instanceof Element && target.closest('button, a')) panel.current?.hidePopover();
        }}
      >
        {children}
      </div>
    </>
  );
}

const GAP = 4;

/** Below its button where there is room, else above it; never beyond the edge of the window. */
function place(panel: HTMLElement | null, opener: HTMLElement): void {
  if (!panel) return;
  const from = opener.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const below = from.bottom + GAP;
  const top = below + height <= innerHeight ? below : Math.max(GAP, from.top - height - GAP);
  const left = Math.max(GAP, Math.min(from.right - width, innerWidth - width - GAP));
  panel.style.setProperty('top', `${top}px`);
  panel.style.setProperty(
    'left',
    `${from.left + width <= innerWidth - GAP ? Math.max(GAP, Math.min(from.left, innerWidth - width - GAP)) : left}px`,
  );
}
