import { type AskInput, ConversationDocument, ConversationsDocument, StopAnswerDocument } from '../gql/graphql.ts';
import type { Api } from '../lib/api.ts';
import { toFailure } from '../lib/errors.ts';
import { oncePerFrame } from '../lib/frame.ts';
import { createStore, type Store } from '../lib/store.ts';
import { filterOf, type Scope } from '../scope/scope.ts';
import type { Viewer } from '../ui/use-viewer.ts';
import { type AnswerProgress, advance, begin, hasEnded } from './answer-progress.ts';
import { type Followed, followAnswer } from './follow-answer.ts';
import { ANSWERS_A_PAGE, CONVERSATIONS_A_PAGE } from './page-sizes.ts';
import { createUnfinished, type Unfinished } from './unfinished.ts';

/** The answers that are being written, each in its conversation, while pages come and go. */
export interface RunningAnswers {
  /** That of a conversation; null where none was asked for in this tab. */
  of(conversationId: string): Store<AnswerProgress | null>;
  /** Asks in a conversation, of the documents of a scope. `onReceived`: the question is with the server. */
  ask(conversationId: string, input: AskInput, options: { scope: Scope; onReceived(): void }): Promise<void>;
  /** Goes on with what was asked before the page was loaded again; does nothing where there is no such thing. */
  resume(conversationId: string): Promise<void>;
  /** Stops the model. */
  stop(conversationId: string): void;
}

const all = new WeakMap<Api, RunningAnswers>();

/** Those of one user in one organisation. */
export function runningAnswersOf(api: Api, viewer: Viewer): RunningAnswers {
  const running = all.get(api) ?? createRunningAnswers(api, createUnfinished(viewer));
  all.set(api, running);
  return running;
}

function createRunningAnswers(api: Api, unfinished: Unfinished): RunningAnswers {
  const stores = new Map<string, Store<AnswerProgress | null>>();
  const stops = new Map<string, () => void>();
  let asked = 0;
  const of = (id: string) => {
    const store = stores.get(id) ?? createStore<AnswerProgress | null>(unfinished.find(id));
    stores.set(id, store);
    return store;
  };
  const follow = async (
    conversationId: string,
    begun: AnswerProgress,
    followed: Followed,
    onReceived: () => void = () => {},
  ) => {
    const store = of(conversationId);
    const leaving = new AbortController();
    let progress = begun;
    store.set(progress);
    const drawing = oncePerFrame(() => store.set(progress));
    const update = (next: AnswerProgress) => {
      const isNews = next.phase !== progress.phase || next.answerId !== progress.answerId;
      progress = next;
      if (isNews) unfinished.keep(conversationId, progress);
      if (next.phase === 'writing') drawing.request();
      else drawing.flush();
    };
    stops.set(conversationId, () => {
      if (hasEnded(progress)) return;
      update({ ...progress, phase: 'stopped' });
      leaving.abort();
      const { answerId } = progress;
      if (answerId) void api.client.mutation(StopAnswerDocument, { input: { id: answerId } }).toPromise();
    });
    let isReceived = false;
    try {
      await followAnswer(api.answers, followed, {
        signal: leaving.signal,
        onEvent: (event) => {
          if (!isReceived) onReceived();
          isReceived = true;
          if (!leaving.signal.aborted) update(advance(progress, event));
        },
      });
    } catch (error) {
      const failure = toFailure(error);
      // What nobody knows of any more was stopped, when its reader was away for too long.
      const isForgotten = 'answerId' in followed && failure.code === 'NOT_FOUND';
      if (!leaving.signal.aborted)
        update({ ...progress, ...(isForgotten ? { phase: 'stopped' } : { phase: 'failed', failure }) });
    }
    await readAgain(api, conversationId);
  };
  return {
    of,
    ask: (conversationId, input, { scope, onReceived }) =>
      follow(
        conversationId,
        begin(input.question, scope, `asked ${++asked}`),
        { input: { ...input, conversationId, filter: filterOf(scope) } },
        onReceived,
      ),
    resume: async (conversationId) => {
      const progress = of(conversationId).get();
      if (!progress?.answerId || hasEnded(progress) || stops.has(conversationId)) return;
      await follow(conversationId, progress, { answerId: progress.answerId });
    },
    stop: (conversationId) => stops.get(conversationId)?.(),
  };
}

/** The conversation has an answer more, and perhaps its title. */
async function readAgain({ client }: Api, id: string): Promise<void> {
  const options = { requestPolicy: 'network-only' as const };
  await Promise.all([
    client.query(ConversationsDocument, { first: CONVERSATIONS_A_PAGE }, options).toPromise(),
    client.query(ConversationDocument, { id, last: ANSWERS_A_PAGE }, options).toPromise(),
  ]);
}
