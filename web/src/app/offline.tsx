import { useSyncExternalStore } from 'react';
import { messages } from './messages.ts';
import css from './offline.module.css';

/** A strip that says so while the computer has no network. */
export function Offline() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  if (isOnline) return null;
  return (
    <p role="status" className={css.strip}>
      {messages.offline}
    </p>
  );
}

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}
