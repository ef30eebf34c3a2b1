import { type AskInput, ConversationDocument, ConversationsDocument, StopAnswerDocument } from '../gql/graphql.ts';
import type { Api } from '../lib/api.ts';
import { toFailure } from '../lib/errors.ts';
import { oncePerFrame } from '../lib/frame.ts';
import { createStore, type Store } from '../lib/store.ts';
import { filterOf, type Scope } from '../scope/scope.ts';
import { type AnswerProgress, advance, begin, hasEnded } from './answer-progress.ts';
import { followAnswer } from './follow-answer.ts';
import { ANSWERS_A_PAGE, CONVERSATIONS_A_PAGE } from './page-sizes.ts';

/** The answers that are being written, each in its conversation, while pages come and go. */
export interface RunningAnswers {
  /** That of a conversation; null where none was asked for since the page was opened. */
  of(conversationId: string): Store<AnswerProgress | null>;
  /** Asks in a conversation, of the documents of a scope. `onReceived`: the question is with the server. */
  ask(conversationId: string, input: AskInput, options: { scope: Scope; onReceived(): void }): Promise<void>;
  /** Stops the model. */
  stop(conversationId: string): void;
}

const all = new WeakMap<Api, RunningAnswers>();

/** Those of one user in one organisation. */
export function runningAnswersOf(api: Api): RunningAnswers {
  const running = all.get(api) ?? createRunningAnswers(api);
  all.set(api, running);
  return running;
}

function createRunningAnswers(api: Api): RunningAnswers {
  const stores = new Map<string, Store<AnswerProgress | null>>();
  const stops = new Map<string, () => void>();
  let asked = 0;
  const of = (id: string) => {
    const store = stores.get(id) ?? createStore<AnswerProgress | null>(null);
    stores.set(id, store);
    return store;
  };
  return {
    of,
    ask: async (conversationId, input, { scope, onReceived }) => {
      const store = of(conversationId);
      const leaving = new AbortController();
      let progress = begin(input.question, scope, `asked ${++asked}`);
      store.set(progress);
      const drawing = oncePerFrame(() => store.set(progress));
      const update = (next: AnswerProgress) => {
        progress = next;
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
        await followAnswer(
          api.answers,
          { ...input, conversationId, filter: filterOf(scope) },
          {
            signal: leaving.signal,
            onEvent: (event) => {
              if (!isReceived) onReceived();
              isReceived = true;
              if (!leaving.signal.aborted) update(advance(progress, event));
            },
          },
        );
      } catch (error) {
        if (!leaving.signal.aborted) update({ ...progress, phase: 'failed', failure: toFailure(error) });
      }
      await readAgain(api, conversationId);
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
