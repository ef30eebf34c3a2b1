import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { messages } from './messages.ts';

/** In the place of an answer: that the documents do not say, and what to do. */
export function NotAnswered({ onAskEverywhere }: { onAskEverywhere?: (() => void) | undefined }) {
  return (
    <Callout>
      <p>
        <strong>{messages.notAnswered}</strong> {onAskEverywhere ? messages.askedOfSome : messages.notAnsweredHint}
      </p>
      {onAskEverywhere && <Button onClick={onAskEverywhere}>{messages.askEverywhere}</Button>}
    </Callout>
  );
}
