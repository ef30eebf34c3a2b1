import type { AnswerEventPartsFragment, AnswerPartsFragment, PassagePartsFragment } from '../gql/graphql.ts';
import type { Failure } from '../lib/errors.ts';
import type { Scope } from '../scope/scope.ts';

/** An answer on its way, or at its end: what a page shows of it. */
export interface AnswerProgress {
  /** Names it on the page, from before it has an id on. */
  readonly key: string;
  readonly question: string;
  /** Where it is looked for. */
  readonly scope: Scope;
  readonly phase: 'asked' | 'queued' | 'searching' | 'writing' | 'stopped' | 'failed' | 'completed';
  readonly answerId: string | null;
  /** The place in the queue of the model. */
  readonly position: number | null;
  /** What was looked for besides the question itself, one after the other. */
  readonly searches: readonly string[];
  readonly passages: readonly PassagePartsFragment[];
  readonly text: string;
  /** The index of the last piece of text that is here. */
  readonly lastIndex: number;
  readonly failure: Failure | null;
  readonly answer: AnswerPartsFragment | null;
}

/** A question that has just been asked. */
export function begin(question: string, scope: Scope, key: string): AnswerProgress {
  return {
    key,
    question,
    scope,
    phase: 'asked',
    answerId: null,
    position: null,
    searches: [],
    passages: [],
    text: '',
    lastIndex: -1,
    failure: null,
    answer: null,
  };
}

/** What an event makes of it. A piece that came already, before a lost connection, changes nothing. */
export function advance(progress: AnswerProgress, event: AnswerEventPartsFragment): AnswerProgress {
  switch (event.__typename) {
    case 'AnswerQueued':
      return { ...progress, phase: 'queued', answerId: event.answerId, position: event.position };
    case 'AnswerSearched':
      return { ...progress, phase: 'searching', searches: [...progress.searches, event.query] };
    case 'AnswerStarted':
      return { ...progress, phase: 'writing', answerId: event.answerId, passages: event.passages };
    case 'AnswerDelta':
      if (event.index <= progress.lastIndex) return progress;
      return { ...progress, phase: 'writing', text: progress.text + event.text, lastIndex: event.index };
    case 'AnswerCompleted':
      return { ...progress, phase: 'completed', answer: event.answer, answerId: event.answer.id };
    case 'AnswerFailed':
      return { ...progress, phase: 'failed', failure: { code: event.code, message: event.message } };
  }
}

/** Whether nothing comes any more. */
export function hasEnded({ phase }: AnswerProgress): boolean {
  return phase === 'stopped' || phase === 'failed' || phase === 'completed';
}
