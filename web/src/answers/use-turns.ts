import { useMemo } from 'react';
import { useQuery } from 'urql';
import { type AnswerPartsFragment, ConversationDocument } from '../gql/graphql.ts';
import type { AnswerProgress } from './answer-progress.ts';
import { ANSWERS_A_PAGE } from './page-sizes.ts';

/** A question with its answer, or with how far that is. */
export interface TurnContent {
  readonly question: string;
  readonly answer: AnswerPartsFragment | null;
  readonly progress?: AnswerProgress | undefined;
}

/** The turns of a conversation: those that are kept, and behind them the one that is on its way. */
export function useTurns(id: string | undefined, progress: AnswerProgress | null) {
  const [{ data, error, fetching }, read] = useQuery({
    query: ConversationDocument,
    variables: { id: id ?? '', first: ANSWERS_A_PAGE },
    pause: id === undefined,
  });
  const conversation = id === undefined ? undefined : data?.conversation;
  const turns = useMemo(() => {
    const kept = conversation?.answers.edges.map(
      ({ node }): TurnContent => ({ question: node.question, answer: node }),
    );
    const isKept = kept?.some(({ answer }) => answer?.id === progress?.answerId) ?? false;
    if (!progress || isKept) return kept ?? [];
    return [...(kept ?? []), { question: progress.question, answer: progress.answer, progress }];
  }, [conversation, progress]);
  return {
    turns,
    title: conversation?.title,
    isGone: data?.conversation === null && !fetching && !progress,
    error,
    fetching,
    read,
  };
}
