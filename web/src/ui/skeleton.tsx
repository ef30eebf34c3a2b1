import { useEffect, useState } from 'react';
import { Hidden } from './hidden.tsx';
import { messages } from './messages.ts';
import css from './skeleton.module.css';

const SOON_MS = 300;

/** Stands for what is being loaded, where that takes longer than a moment. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), SOON_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return null;
  return (
    <div className={css.skeleton}>
      <Hidden>{messages.loading}</Hidden>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines without content have nothing else.
        <div key={line} className={css.line} />
      ))}
    </div>
  );
}
