import { ERROR_CODES } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { describeValues } from '../graphql/enum-values.ts';
import { Passage } from '../search/schema.ts';
import type { AnswerEvent } from './answer.ts';
import { Answer } from './types.ts';

export const ErrorCodeRef = builder.enumType('ErrorCode', {
  description: 'The kinds of failure, as in `extensions.code` of errors.',
  values: describeValues([...ERROR_CODES, 'INTERNAL'] as const, {
    UNAUTHENTICATED: 'The caller is not logged in, or the access token is no longer valid.',
    FORBIDDEN: 'The role of the caller does not allow this.',
    NOT_FOUND: 'There is no such object, or the caller may not see it.',
    CONFLICT: 'Something that exists already is in the way, such as an account with the same e-mail address.',
    BAD_INPUT: 'The request is not valid; the message says what to change.',
    TOO_LARGE: 'The request is larger or more costly than the limit.',
    RATE_LIMITED: 'Too many requests; `retryAfterSeconds` says when to try again.',
    MODEL_UNAVAILABLE: 'The embedder or the language model does not answer.',
    STORE_UNAVAILABLE: 'The store does not answer, or the server is stopping.',
    INTERNAL: 'An unexpected failure of the server, which is in its log under the request id.',
  }),
});

const AnswerStarted = builder.objectRef<Extract<AnswerEvent, { type: 'started' }>>('AnswerStarted').implement({
  description:
    'The passages that the answer will be written from, as in `Answer.passages`. Only AnswerQueued and AnswerSearched can come before it.',
  fields: (t) => ({
    answerId: t.exposeID('answerId', {
      description:
        'The id of the answer that follows, for `answerResumed`, `answerRun`, `stopAnswer` and `rateAnswer`.',
    }),
    passages: t.field({
      type: [Passage],
      description: 'The passages, the most relevant first.',
      resolve: ({ passages }) => [...passages],
    }),
    model: t.exposeString('model', { description: 'The id of the language model that writes the answer.' }),
  }),
});

const AnswerDelta = builder.objectRef<Extract<AnswerEvent, { type: 'delta' }>>('AnswerDelta').implement({
  description: 'A piece of the answer. The texts of all deltas, joined by index, are the text of the answer.',
  fields: (t) => ({
    index: t.exposeInt('index', {
      description: 'The position of this piece in the answer, from 0, for `after` of `answerResumed`.',
    }),
    text: t.exposeString('text', { description: 'The text of this piece.' }),
  }),
});

const AnswerCompleted = builder.objectRef<Extract<AnswerEvent, { type: 'completed' }>>('AnswerCompleted').implement({
  description: 'The last event: the complete answer.',
  fields: (t) => ({
    answer: t.field({ type: Answer, description: 'The complete answer.', resolve: ({ answer }) => answer }),
  }),
});

const AnswerFailed = builder.objectRef<Extract<AnswerEvent, { type: 'failed' }>>('AnswerFailed').implement({
  description: 'The last event if the answer failed: what went wrong.',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCodeRef, description: 'The kind of failure.' }),
    message: t.exposeString('message', { description: 'What happened, and what to do, in a sentence for the user.' }),
    retryable: t.exposeBoolean('retryable', { description: 'Whether the same question may succeed later.' }),
  }),
});

const AnswerQueued = builder.objectRef<Extract<AnswerEvent, { type: 'queued' }>>('AnswerQueued').implement({
  description:
    'The answer is in the queue for the language model. The event is sent again each time the position changes, until the model begins.',
  fields: (t) => ({
    answerId: t.exposeID('answerId', { description: 'The id of the answer.' }),
    position: t.exposeInt('position', { description: 'The position in the queue, from 1.' }),
  }),
});

const AnswerSearched = builder.objectRef<Extract<AnswerEvent, { type: 'searched' }>>('AnswerSearched').implement({
  description: 'A search of a THOROUGH answer, for a part of the question or for what the language model still lacks.',
  fields: (t) => ({
    query: t.exposeString('query', { description: 'What was searched for.' }),
    passages: t.field({
      type: [Passage],
      description: 'What was found, the most relevant first.',
      resolve: ({ passages }) => [...passages],
    }),
  }),
});

const TYPE_OF = {
  queued: AnswerQueued,
  searched: AnswerSearched,
  started: AnswerStarted,
  delta: AnswerDelta,
  completed: AnswerCompleted,
  failed: AnswerFailed,
};

export const AnswerEventRef = builder.unionType('AnswerEvent', {
  description:
    'An event of an answer: AnswerStarted, then an AnswerDelta for each piece of text, and at the end AnswerCompleted or AnswerFailed. While the answer waits for the language model, AnswerQueued comes as well: after AnswerStarted or, for a THOROUGH answer, before all others. For a THOROUGH answer, an AnswerSearched for each search comes before AnswerStarted. Ignore events that you do not know.',
  types: [AnswerQueued, AnswerSearched, AnswerStarted, AnswerDelta, AnswerCompleted, AnswerFailed],
  resolveType: (event) => TYPE_OF[event.type],
});
