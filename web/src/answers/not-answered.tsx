import { Button } from '../ui/button.tsx';
import { messages } from './messages.ts';
import css from './turn.module.css';

/** In the place of an answer: that the documents do not say, and what to do. */
export function NotAnswered({ onAskEverywhere }: { onAskEverywhere?: (() => void) | undefined }) {
  return (
    <div className={css.refused}>
      <p>
        <strong>{messages.notAnswered}</strong> {onAskEverywhere ? messages.askedOfSome : messages.notAnsweredHint}
      </p>
      {onAskEverywhere && <Button onClick={onAskEverywhere}>{messages.askEverywhere}</Button>}
    </div>
  );
}
