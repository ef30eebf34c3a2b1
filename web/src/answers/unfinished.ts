import type { Viewer } from '../ui/use-viewer.ts';
import { type AnswerProgress, begin } from './answer-progress.ts';

/** The last question of each conversation as long as it has no answer that is kept there: a page that is loaded again goes on with it. */
export interface Unfinished {
  find(conversationId: string): AnswerProgress | null;
  keep(conversationId: string, progress: AnswerProgress): void;
}

/** What this tab keeps for somebody. No word of an answer or a document is in it: those come from the server again. */
export function createUnfinished({ user, tenant }: Viewer): Unfinished {
  const keyOf = (conversationId: string) => `carrel.asked.${tenant.id}.${user?.id}.${conversationId}`;
  return {
    find: (conversationId) => {
      const kept = sessionStorage.getItem(keyOf(conversationId));
      if (kept === null) return null;
      const { question, scope, answerId, isStopped } = JSON.parse(kept) as Kept;
      return { ...begin(question, scope, 'kept'), answerId, phase: isStopped ? 'stopped' : 'asked' };
    },
    keep: (conversationId, { question, scope, answerId, phase }) => {
      const key = keyOf(conversationId);
      if (phase === 'completed') return sessionStorage.removeItem(key);
      // Before it has an id, it is still the draft.
      if (answerId === null) return;
      const kept: Kept = { question, scope, answerId, isStopped: phase === 'stopped' || phase === 'failed' };
      sessionStorage.setItem(key, JSON.stringify(kept));
    },
  };
}

interface Kept extends Pick<AnswerProgress, 'question' | 'scope' | 'answerId'> {
  /** Nothing more comes: it can be asked again. */
  readonly isStopped: boolean;
}
