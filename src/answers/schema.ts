import { parseFilter } from '../documents/inputs.ts';
import { ERROR_CODES } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { describeValues } from '../graphql/enum-values.ts';
import { abortable } from '../lib/abortable.ts';
import { parseQuery, parseTopK } from '../search/inputs.ts';
import { Passage, SearchFilter } from '../search/schema.ts';
import {
  type Answer,
  type AnswerEvent,
  type AnswerUsage,
  type Citation,
  FINISH_REASONS,
  type Question,
} from './answer.ts';

const AskInput = builder.inputType('AskInput', {
  description: 'A question to the documents.',
  fields: (t) => ({
    question: t.string({
      required: true,
      description: 'The question, at most `system.limits.maxQuestionLength` characters.',
    }),
    topK: t.int({ defaultValue: 4, description: 'How many passages to answer from, 1 to 20.' }),
    filter: t.field({ type: SearchFilter, description: 'Which documents to answer from.' }),
  }),
});

const FinishReason = builder.enumType('FinishReason', {
  description: 'Why an answer ended.',
  values: describeValues(FINISH_REASONS, {
    STOP: 'It was complete.',
    LENGTH: 'It was cut at the limit of tokens.',
    REFUSED: 'The documents do not hold the answer.',
  }),
});

const CitationRef = builder.objectRef<Citation>('Citation').implement({
  description: "A marker such as [1] in the answer's text, and the passage behind it.",
  fields: (t) => ({
    marker: t.exposeInt('marker', { description: 'The number in the brackets: the place among `passages`, from 1.' }),
    passage: t.field({ type: Passage, description: 'What it points at.', resolve: ({ passage }) => passage }),
  }),
});

const AnswerUsageRef = builder.objectRef<AnswerUsage>('AnswerUsage').implement({
  description: 'What an answer took.',
  fields: (t) => ({
    promptTokens: t.exposeInt('promptTokens', {
      nullable: true,
      description: 'Tokens of the prompt, where the model counts them.',
    }),
    completionTokens: t.exposeInt('completionTokens', {
      nullable: true,
      description: 'Tokens of the answer, where the model counts them.',
    }),
    retrievalMs: t.exposeFloat('retrievalMs', { description: 'Finding the passages, in ms.' }),
    firstTokenMs: t.exposeFloat('firstTokenMs', {
      nullable: true,
      description: 'From the question to the first text, in ms; null without text.',
    }),
    totalMs: t.exposeFloat('totalMs', { description: 'From the question to the end, in ms.' }),
  }),
});

const AnswerRef = builder.objectRef<Answer>('Answer').implement({
  description: 'An answer from the documents alone.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Opaque.' }),
    question: t.exposeString('question', { description: 'What was asked.' }),
    text: t.exposeString('text', { description: 'The answer, with markers such as [1] that point at `citations`.' }),
    answered: t.exposeBoolean('answered', { description: 'False when the documents do not hold the answer.' }),
    citations: t.field({
      type: [CitationRef],
      description: 'What the text cites, in the order of its markers; every one points at a passage that exists.',
      resolve: ({ citations }) => [...citations],
    }),
    passages: t.field({
      type: [Passage],
      description: 'All passages that it was written from, best first.',
      resolve: ({ passages }) => [...passages],
    }),
    model: t.exposeString('model', { description: 'Which language model wrote it.' }),
    finishReason: t.expose('finishReason', { type: FinishReason, description: 'Why it ended.' }),
    usage: t.field({ type: AnswerUsageRef, description: 'What it took.', resolve: ({ usage }) => usage }),
  }),
});

const ErrorCodeRef = builder.enumType('ErrorCode', {
  description: 'What can go wrong, as in `extensions.code` of errors.',
  values: describeValues([...ERROR_CODES, 'INTERNAL'] as const, {
    UNAUTHENTICATED: 'The caller is not logged in, or not any more.',
    FORBIDDEN: 'The role is not enough.',
    NOT_FOUND: 'There is no such thing, as far as the caller may see.',
    CONFLICT: 'It stands against something that is there already.',
    BAD_INPUT: 'The request is not as it must be; the message says what to change.',
    TOO_LARGE: 'More than the limit.',
    RATE_LIMITED: 'Too often; `retryAfterSeconds` says when to try again.',
    MODEL_UNAVAILABLE: 'The embedder or the language model does not answer.',
    STORE_UNAVAILABLE: 'The store does not answer, or the server is stopping.',
    INTERNAL: 'A fault of the server, logged under the request id.',
  }),
});

const AnswerStarted = builder.objectRef<Extract<AnswerEvent, { type: 'started' }>>('AnswerStarted').implement({
  description: 'First: what the answer will be written from.',
  fields: (t) => ({
    answerId: t.exposeID('answerId', { description: 'The id that the answer will have.' }),
    passages: t.field({
      type: [Passage],
      description: 'The passages, best first.',
      resolve: ({ passages }) => [...passages],
    }),
    model: t.exposeString('model', { description: 'Which language model writes it.' }),
  }),
});

const AnswerDelta = builder.objectRef<Extract<AnswerEvent, { type: 'delta' }>>('AnswerDelta').implement({
  description: "A piece of the answer. The texts of all deltas, joined in the order of index, are the answer's text.",
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'From 0.' }),
    text: t.exposeString('text', { description: 'What comes next.' }),
  }),
});

const AnswerCompleted = builder.objectRef<Extract<AnswerEvent, { type: 'completed' }>>('AnswerCompleted').implement({
  description: 'Last: the whole answer.',
  fields: (t) => ({
    answer: t.field({ type: AnswerRef, description: 'The whole answer.', resolve: ({ answer }) => answer }),
  }),
});

const AnswerFailed = builder.objectRef<Extract<AnswerEvent, { type: 'failed' }>>('AnswerFailed').implement({
  description: 'Last, instead of the whole answer: what went wrong.',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCodeRef, description: 'What kind of failure.' }),
    message: t.exposeString('message', { description: 'What happened and what to do.' }),
    retryable: t.exposeBoolean('retryable', { description: 'Whether asking again may help.' }),
  }),
});

const TYPE_OF = { started: AnswerStarted, delta: AnswerDelta, completed: AnswerCompleted, failed: AnswerFailed };

const AnswerEventRef = builder.unionType('AnswerEvent', {
  description: 'Started, then deltas, then completed or failed.',
  types: [AnswerStarted, AnswerDelta, AnswerCompleted, AnswerFailed],
  resolveType: (event) => TYPE_OF[event.type],
});

const AskPayload = builder.objectRef<{ answer: Answer }>('AskPayload').implement({
  description: 'The answer to a question.',
  fields: (t) => ({
    answer: t.field({ type: AnswerRef, description: 'The whole answer.', resolve: ({ answer }) => answer }),
  }),
});

builder.mutationField('ask', (t) =>
  t.field({
    type: AskPayload,
    access: 'VIEWER',
    description: 'The whole answer at once; `Subscription.answer` streams it.',
    args: { input: t.arg({ type: AskInput, required: true, description: 'The question.' }) },
    complexity: { field: 50, multiplier: 1 },
    resolve: async (_root, { input }, { services, tenant, signal }) => ({
      answer: await services.answers.ask(tenant, parseQuestion(input), { signal }),
    }),
  }),
);

builder.subscriptionField('answer', (t) =>
  t.field({
    type: AnswerEventRef,
    access: 'VIEWER',
    description:
      'Passages first, then the answer as it is generated, then the finished answer. Leaving stops the model.',
    args: { input: t.arg({ type: AskInput, required: true, description: 'The question.' }) },
    subscribe: (_root, { input }, { requestId, services, tenant, signal }) => {
      const question = parseQuestion(input);
      return abortable(signal, (signal) => services.answers.stream(tenant, question, { requestId, signal }));
    },
    resolve: (event) => event,
  }),
);

/** @throws AppError `BAD_INPUT` */
function parseQuestion({ question, topK, filter }: typeof AskInput.$inferInput): Question {
  return { question: parseQuery(question), topK: parseTopK(topK), filter: parseFilter(filter) };
}
