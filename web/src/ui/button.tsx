import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import css from './button.module.css';
import { classNames } from './class-names.ts';

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> & {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  /** Sends its form. */
  readonly submit?: boolean;
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
};

/** A button with a word on it. */
export function Button({ look = 'plain', submit, icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type={submit ? 'submit' : 'button'} className={classNames(css.button, css[look], className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ButtonProps, 'children' | 'icon' | 'look' | 'submit'> & {
  /** What it does, in words. */
  readonly label: string;
  readonly children: ReactNode;
};

/** A button with an icon alone, named for those who don't see it. */
export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <button type="button" aria-label={label} title={label} className={classNames(css.icon, className)} {...rest}>
      {children}
    </button>
  );
}
