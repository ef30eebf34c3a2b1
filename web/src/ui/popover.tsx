import { type MouseEventHandler, type ReactNode, type RefObject, useId, useRef } from 'react';
import buttons from './button.module.css';
import { classNames } from './class-names.ts';
import css from './popover.module.css';

interface PopoverProps {
  /** What the button is called, where nothing on it says so. */
  readonly label?: string | undefined;
  /** What is on the button. */
  readonly button: ReactNode;
  /** The button itself, for who gives it the focus. */
  readonly opener?: RefObject<HTMLButtonElement | null>;
  readonly className?: string | undefined;
  readonly panelClassName?: string | undefined;
  readonly children: ReactNode;
  onToggle?(isOpen: boolean): void;
  onPanelClick?: MouseEventHandler<HTMLDivElement>;
}

/** A button that opens a panel. The browser closes it on Escape, and on a click elsewhere. */
export function Popover({ label, button, opener, className, ...panel }: PopoverProps) {
  const id = useId();
  const own = useRef<HTMLButtonElement>(null);
  const ref = opener ?? own;
  return (
    <>
      <button
        ref={ref}
        type="button"
        className={classNames(buttons.icon, className)}
        aria-label={label}
        title={label}
        popoverTarget={id}
      >
        {button}
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a key on a button within is a click. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above. */}
      <div
        id={id}
        popover="auto"
        className={classNames(css.panel, panel.panelClassName)}
        onBeforeToggle={({ newState, currentTarget }) => {
          if (newState === 'open') panel.onToggle?.(true);
          // The browser does so too, but not from a panel within another one, as in the drawer of narrow windows.
          else if (currentTarget.contains(document.activeElement)) ref.current?.focus({ preventScroll: true });
        }}
        onToggle={({ newState, currentTarget }) => {
          if (newState === 'open' && ref.current) place(currentTarget, ref.current);
          // Not before: the browser gives the focus that is in the panel back to the button.
          if (newState === 'closed') panel.onToggle?.(false);
        }}
        onClick={panel.onPanelClick}
      >
        {panel.children}
      </div>
    </>
  );
}

const GAP = 4;

/**
 * Below its button where there is room, else above it, and so that what grows in it grows away from the button; never
 * beyond the edge of the window.
 */
function place(panel: HTMLElement, opener: HTMLElement): void {
  const from = opener.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const above = from.top - 2 * GAP;
  const below = innerHeight - from.bottom - 2 * GAP;
  const isBelow = height <= below || below >= above;
  const fromLeft = from.left + width <= innerWidth - GAP ? from.left : from.right - width;
  const style = {
    top: isBelow ? `${from.bottom + GAP}px` : 'auto',
    bottom: isBelow ? 'auto' : `${innerHeight - from.top + GAP}px`,
    left: `${Math.max(GAP, Math.min(fromLeft, innerWidth - width - GAP))}px`,
    'max-block-size': `${isBelow ? below : above}px`,
  };
  for (const [name, value] of Object.entries(style)) panel.style.setProperty(name, value);
}
