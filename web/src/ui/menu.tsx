import type { ReactNode } from 'react';
import css from './menu.module.css';
import { Popover } from './popover.tsx';

interface MenuProps {
  /** What the button is called, where nothing on it says so. */
  readonly label?: string;
  /** What is on the button. */
  readonly button: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A button that opens a panel of ordinary buttons and links, which closes once one of them was used. */
export function Menu({ label, button, className, children }: MenuProps) {
  return (
    <Popover
      label={label}
      button={button}
      className={className}
      panelClassName={css.menu}
      onPanelClick={({ target, currentTarget }) => {
        if (target instanceof Element && target.closest('button, a')) currentTarget.hidePopover();
      }}
    >
      {children}
    </Popover>
  );
}
