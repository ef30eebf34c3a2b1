import { useEffect, useRef } from 'react';
import type { Scope } from '../scope/scope.ts';
import { EarlierTurns } from './earlier-turns.tsx';
import css from './thread.module.css';
import { Turn } from './turn.tsx';
import type { TurnContent } from './use-turns.ts';

interface ThreadProps {
  readonly conversationId: string;
  readonly turns: readonly TurnContent[];
  /** Where the turns end that are not among these; null where these are all. */
  readonly earlierThan: string | null;
  /** Not while an answer is being written. */
  readonly onAskAgain: ((question: string, scope: Scope) => void) | undefined;
}

/** Questions and answers. It opens at the newest, a new question goes to the top; then nothing moves what somebody reads. */
export function Thread({ conversationId, turns, earlierThan, onAskAgain }: ThreadProps) {
  const isOpening = useRef(true);
  const newest = useRef<HTMLDivElement>(null);
  const last = turns.at(-1);
  const asked = last?.progress?.phase === 'asked' ? last.key : null;
  useEffect(() => {
    // When the conversation is opened, and for each new question.
    const turn = newest.current?.lastElementChild;
    if (asked !== null || isOpening.current) turn?.scrollIntoView({ block: 'start' });
    isOpening.current = false;
    // The button that asked again may have gone with what failed.
    if (document.activeElement === document.body) turn?.querySelector('h2')?.focus({ preventScroll: true });
  }, [asked]);
  return (
    <div className={css.thread}>
      {earlierThan !== null && (
        <EarlierTurns conversationId={conversationId} before={earlierThan} onAskAgain={onAskAgain} />
      )}
      <div ref={newest} className={css.turns}>
        {turns.map(({ key, question, answer, progress }, index) => (
          <Turn
            key={key}
            question={question}
            answer={answer}
            progress={progress}
            isLast={index === turns.length - 1}
            onAskAgain={onAskAgain}
          />
        ))}
      </div>
    </div>
  );
}
