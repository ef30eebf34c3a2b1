import { useLayoutEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { ConversationDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import type { Scope } from '../scope/scope.ts';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { messages } from './messages.ts';
import { ANSWERS_A_PAGE } from './page-sizes.ts';
import css from './thread.module.css';
import { Turn } from './turn.tsx';

interface EarlierTurnsProps {
  readonly conversationId: string;
  /** They end before this place. */
  readonly before: string;
  /** Not while an answer is being written. */
  readonly onAskAgain: ((question: string, scope: Scope) => void) | undefined;
}

/** What was asked before that, once somebody wants to see it; it comes above, and what is read stays where it is. */
export function EarlierTurns({ conversationId, before, onAskAgain }: EarlierTurnsProps) {
  const [isAsked, setIsAsked] = useState(false);
  const [{ data, error, fetching }, read] = useQuery({
    query: ConversationDocument,
    variables: { id: conversationId, last: ANSWERS_A_PAGE, before },
    pause: !isAsked,
  });
  const answers = isAsked ? data?.conversation?.answers : undefined;
  const place = usePlaceKept(answers !== undefined);
  return (
    <div ref={place} className={css.turns}>
      {answers?.pageInfo.hasPreviousPage && answers.pageInfo.startCursor && (
        <EarlierTurns conversationId={conversationId} before={answers.pageInfo.startCursor} onAskAgain={onAskAgain} />
      )}
      {answers?.edges.map(({ node }) => (
        <Turn key={node.id} question={node.question} answer={node} onAskAgain={onAskAgain} />
      ))}
      {!answers &&
        (error && !fetching ? (
          <Failed failure={toFailure(error)} onRetry={() => read()} />
        ) : (
          <Button className={css.earlier} aria-busy={isAsked} onClick={() => setIsAsked(true)}>
            {messages.showEarlier}
          </Button>
        ))}
    </div>
  );
}

/** When something comes into an element, what is below stays where it is, and the focus goes to the last of it. */
function usePlaceKept(isThere: boolean) {
  const place = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    if (!isThere) {
      height.current = heightOf(element);
      return;
    }
    scrollBy({ top: heightOf(element) - height.current, behavior: 'instant' });
    element.lastElementChild?.querySelector('h2')?.focus({ preventScroll: true });
  }, [isThere]);
  return place;
}

const heightOf = (element: Element) => element.getBoundingClientRect().height;
