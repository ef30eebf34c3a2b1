import { useEffect, useState } from 'react';
import type { Failure } from '../lib/errors.ts';
import { Button } from './button.tsx';
import css from './failed.module.css';
import { failureText } from './failure-text.ts';
import { messages } from './messages.ts';

interface FailedProps {
  readonly failure: Failure;
  /** Does again what failed. */
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong, where it went wrong, and the way to try again. */
export function Failed({ failure, onRetry }: FailedProps) {
  const seconds = useCountdown(failure);
  return (
    <div role="alert" className={css.failed}>
      <p>
        {failureText(failure)} {seconds > 0 && messages.wait(seconds)}
      </p>
      {onRetry && (
        <Button disabled={seconds > 0} onClick={onRetry}>
          {messages.tryAgain}
        </Button>
      )}
    </div>
  );
}

/** The seconds that are left to wait, from those that the server said. */
function useCountdown(failure: Failure): number {
  const [now, setNow] = useState(() => ({ failure, left: failure.retryAfterSeconds ?? 0 }));
  const { left } = now.failure === failure ? now : { left: failure.retryAfterSeconds ?? 0 };
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setNow({ failure, left: left - 1 }), 1_000);
    return () => clearTimeout(timer);
  }, [failure, left]);
  return left;
}
