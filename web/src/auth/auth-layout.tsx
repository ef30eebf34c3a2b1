import { type ReactNode, useEffect } from 'react';
import { Logo } from '../ui/logo.tsx';
import css from './auth-layout.module.css';
import { messages } from './messages.ts';

/** What Carrel is on the left, a form on the right. */
export function AuthLayout({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Carrel`;
  }, [title]);
  return (
    <main className={css.layout}>
      <div className={css.pitch}>
        <div className={css.brand}>
          <Logo size={32} /> Carrel
        </div>
        <p className={css.headline}>{messages.pitchTitle}</p>
        <ul>
          {messages.pitch.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      <div className={css.side}>
        <div className={css.form}>
          <h1>{title}</h1>
          {children}
        </div>
      </div>
    </main>
  );
}
