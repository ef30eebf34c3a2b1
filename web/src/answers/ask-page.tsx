import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation, useParams } from 'wouter';
import { type AnswerMode, AskLimitsDocument, CreateConversationDocument } from '../gql/graphql.ts';
import { type Failure, toFailure } from '../lib/errors.ts';
import { createStore } from '../lib/store.ts';
import type { Scope } from '../scope/scope.ts';
import { ScopeChoice } from '../scope/scope-choice.tsx';
import { Failed } from '../ui/failed.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useApi } from '../ui/use-api.ts';
import { useStable } from '../ui/use-stable.ts';
import { useStore } from '../ui/use-store.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { type AnswerProgress, hasEnded } from './answer-progress.ts';
import { prepareAnswerText } from './answer-text.tsx';
import css from './ask-page.module.css';
import { Composer } from './composer.tsx';
import { useDraft } from './drafts.ts';
import { messages } from './messages.ts';
import { ModeChoice } from './mode-choice.tsx';
import { runningAnswersOf } from './running-answers.ts';
import { Thread } from './thread.tsx';
import { useAnnounced } from './use-announced.ts';
import { useKeys } from './use-keys.ts';
import { useSourceInAddress } from './use-open-source.ts';
import { useQuestionInAddress } from './use-question-in-address.ts';
import { useScope } from './use-scope.ts';
import { useTurns } from './use-turns.ts';
import { Welcome } from './welcome.tsx';

const NOTHING = createStore<AnswerProgress | null>(null);

/** Asking: the welcome, and the thread that it becomes. One page, so that the field stays where it is. */
export function AskPage() {
  const { id } = useParams<{ id?: string }>();
  const api = useApi();
  const [, navigate] = useLocation();
  const viewer = useViewer();
  const running = runningAnswersOf(api, viewer);
  const progress = useStore(id === undefined ? NOTHING : running.of(id));
  const { turns, earlierThan, title, isGone, error, fetching, read } = useTurns(id, progress);
  const [{ data: around }] = useQuery({ query: AskLimitsDocument });
  const { draft, setDraft, clearDraft } = useDraft(viewer, id);
  const [scope, setScope] = useScope(id, turns);
  const [mode, setMode] = useState<AnswerMode>('QUICK');
  const [failed, setFailed] = useState<{ readonly id: string | undefined; readonly failure: Failure } | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isAnswering = progress !== null && !hasEnded(progress);
  const isReading = useSourceInAddress() !== null;
  useAnnounced(progress);
  useEffect(() => {
    if (id !== undefined) void running.resume(id);
  }, [running, id]);
  useEffect(prepareAnswerText, []);
  useQuestionInAddress(setDraft);
  useKeys({ field, isAnswering, onStop: () => id !== undefined && running.stop(id) });

  const ask = useStable(async (question: string, where: Scope) => {
    // One after the other; the button that stops is what there is meanwhile.
    if (isAnswering) return;
    setFailed(null);
    try {
      const conversationId = id ?? (await begin());
      if (id === undefined) navigate(`/c/${conversationId}`);
      // What was written is kept until the server has it.
      await running.ask(conversationId, { question, mode }, { scope: where, onReceived: () => clearDraft(question) });
    } catch (error) {
      setFailed({ id, failure: toFailure(error) });
    }
    async function begin() {
      const { data, error } = await api.client.mutation(CreateConversationDocument, {});
      if (!data) throw error;
      return data.createConversation.conversation.id;
    }
  });
  return (
    <div className={css.ask} data-reading={isReading}>
      <Page title={title || messages.title} isTitleHidden focus={field}>
        {isGone && <p role="alert">{messages.gone}</p>}
        {id === undefined && <Welcome scope={scope} onSuggestion={(question) => void ask(question, scope)} />}
        {fetching && turns.length === 0 && id !== undefined && <Skeleton />}
        {error && turns.length === 0 && <Failed failure={toFailure(error)} onRetry={() => read()} />}
        {id !== undefined && turns.length > 0 && (
          <Thread
            key={id}
            conversationId={id}
            turns={turns}
            earlierThan={earlierThan}
            onAskAgain={isAnswering ? undefined : ask}
          />
        )}
        {failed?.id === id && failed && <Failed failure={failed.failure} />}
        <Composer
          field={field}
          value={draft}
          isAnswering={isAnswering}
          maxLength={around?.system.limits.maxQuestionLength}
          onChange={setDraft}
          onAsk={() => void ask(draft.trim(), scope)}
          onStop={() => id !== undefined && running.stop(id)}
        >
          <ScopeChoice scope={scope} onChange={setScope} />
          <ModeChoice mode={mode} onChange={setMode} />
        </Composer>
      </Page>
    </div>
  );
}
