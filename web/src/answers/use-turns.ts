import { useMemo } from 'react';
import { useQuery } from 'urql';
import { type AnswerPartsFragment, ConversationDocument } from '../gql/graphql.ts';
import type { AnswerProgress } from './answer-progress.ts';
import { ANSWERS_A_PAGE } from './page-sizes.ts';

/** A question with its answer, or with how far that is. */
export interface TurnContent {
  /** Stays the same while an answer comes and is kept. */
  readonly key: string;
  readonly question: string;
  readonly answer: AnswerPartsFragment | null;
  readonly progress?: AnswerProgress | undefined;
}

/** The newest turns of a conversation: those that are kept, and behind them the one that is on its way. */
export function useTurns(id: string | undefined, progress: AnswerProgress | null) {
  const [{ data, error, fetching }, read] = useQuery({
    query: ConversationDocument,
    variables: { id: id ?? '', last: ANSWERS_A_PAGE },
    pause: id === undefined,
  });
  // What is there of another conversation stays until this one comes.
  const conversation = data?.conversation?.id === id ? data?.conversation : undefined;
  const turns = useMemo(() => {
    const kept = (conversation?.answers.edges ?? []).map(({ node }): TurnContent => {
      const key = node.id === progress?.answerId ? progress.key : node.id;
      return { key, question: node.question, answer: node };
    });
    if (!progress || kept.some(({ key }) => key === progress.key)) return kept;
    return [...kept, { key: progress.key, question: progress.question, answer: progress.answer, progress }];
  }, [conversation, progress]);
  const { hasPreviousPage, startCursor } = conversation?.answers.pageInfo ?? {};
  return {
    turns,
    /** Where the earlier ones end; null where there are none. */
    earlierThan: hasPreviousPage ? (startCursor ?? null) : null,
    title: conversation?.title,
    isGone: id !== undefined && data?.conversation === null && !fetching && !progress,
    error,
    fetching,
    read,
  };
}
