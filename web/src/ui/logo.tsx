import css from './logo.module.css';

/** A reading lamp. */
export function Logo({ size = 24 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className={css.logo}>
      <path className={css.light} d="M8 15h16l2 7H6z" />
      <path d="M6 15c0-5.5 4.5-10 10-10s10 4.5 10 10z" />
      <path d="M15 15h2v10h5v2.5H10V25h5z" />
    </svg>
  );
}
