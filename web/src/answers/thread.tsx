import { useEffect, useRef } from 'react';
import css from './thread.module.css';
import { Turn } from './turn.tsx';
import type { TurnContent } from './use-turns.ts';

interface ThreadProps {
  readonly turns: readonly TurnContent[];
  onAskAgain(question: string): void;
}

/** Questions and answers. A new question goes to the top once; then nothing moves what somebody reads. */
export function Thread({ turns, onAskAgain }: ThreadProps) {
  const list = useRef<HTMLDivElement>(null);
  const isNew = turns.at(-1)?.progress?.phase === 'asked';
  const count = turns.length;
  useEffect(() => {
    if (isNew && count > 0) list.current?.lastElementChild?.scrollIntoView({ block: 'start' });
  }, [isNew, count]);
  if (count === 0) return null;
  return (
    <div ref={list} className={css.thread}>
      {turns.map(({ question, answer, progress }, index) => (
        <Turn
          // Turns are only ever added at the end.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above.
          key={index}
          question={question}
          answer={answer}
          progress={progress}
          isLast={index === count - 1}
          onAskAgain={onAskAgain}
        />
      ))}
    </div>
  );
}
