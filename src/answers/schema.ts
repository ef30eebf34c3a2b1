import { type AuditFacts, documentsOf } from '../audit/facts.ts';
import { parseFilter } from '../documents/inputs.ts';
import { ERROR_CODES } from '../errors.ts';
import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { describeValues } from '../graphql/enum-values.ts';
import { abortable } from '../lib/abortable.ts';
import { sha256 } from '../lib/sha256.ts';
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
import type { StreamEnd } from './answer-service.ts';

const AskInput = builder.inputType('AskInput', {
  description: 'A question to ask of the documents.',
  fields: (t) => ({
    question: t.string({
      required: true,
      description: 'The question, at most `system.limits.maxQuestionLength` characters.',
    }),
    topK: t.int({ defaultValue: 4, description: 'How many passages to answer from, from 1 to 20.' }),
    filter: t.field({ type: SearchFilter, description: 'Which documents to answer from.' }),
  }),
});

const FinishReason = builder.enumType('FinishReason', {
  description: 'Why an answer ended.',
  values: describeValues(FINISH_REASONS, {
    STOP: 'The answer is complete.',
    LENGTH: 'The model reached its limit of tokens, so the answer is cut off.',
    REFUSED: 'The documents do not hold the answer: `answered` is false.',
  }),
});

const CitationRef = builder.objectRef<Citation>('Citation').implement({
  description: 'A marker such as [1] in the text of the answer, and the passage that it cites.',
  fields: (t) => ({
    marker: t.exposeInt('marker', {
      description: 'The number in the brackets, which is the position of the passage in `passages`, from 1.',
    }),
    passage: t.field({ type: Passage, description: 'The passage that is cited.', resolve: ({ passage }) => passage }),
  }),
});

const AnswerUsageRef = builder.objectRef<AnswerUsage>('AnswerUsage').implement({
  description: 'The time and the tokens that an answer took.',
  fields: (t) => ({
    promptTokens: t.exposeInt('promptTokens', {
      nullable: true,
      description: 'Tokens in the prompt; null if the model does not report them.',
    }),
    completionTokens: t.exposeInt('completionTokens', {
      nullable: true,
      description: 'Tokens in the answer; null if the model does not report them.',
    }),
    retrievalMs: t.exposeFloat('retrievalMs', { description: 'Milliseconds that retrieving the passages took.' }),
    firstTokenMs: t.exposeFloat('firstTokenMs', {
      nullable: true,
      description: 'Milliseconds from the question to the first piece of text; null if there was none.',
    }),
    totalMs: t.exposeFloat('totalMs', { description: 'Milliseconds from the question to the end of the answer.' }),
  }),
});

const AnswerRef = builder.objectRef<Answer>('Answer').implement({
  description:
    'An answer that was written from the documents alone. It is answered with sources, answered without (`answered` is true, `citations` is empty), or not answered (`answered` is false).',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The opaque id of the answer.' }),
    question: t.exposeString('question', { description: 'The question as it was asked.' }),
    text: t.exposeString('text', {
      description:
        'The text of the answer, with markers such as [1] that `citations` resolves. Other brackets are text: an index in code, a year, or the numbering of a document that is quoted.',
    }),
    answered: t.exposeBoolean('answered', {
      description:
        'False if the documents do not contain the answer, in whatever words the model says so. True without any citation means that the model named no source: nothing shows where the answer comes from.',
    }),
    citations: t.field({
      type: [CitationRef],
      description:
        'The citations in the text, in the order in which they first appear; each refers to one of `passages`. Empty if the model named no source.',
      resolve: ({ citations }) => [...citations],
    }),
    passages: t.field({
      type: [Passage],
      description:
        'The passages that the model was sent, cited or not, the most relevant first; those that its context had no room for are left out. If it was not asked, as none is close enough, the closest ones.',
      resolve: ({ passages }) => [...passages],
    }),
    model: t.exposeString('model', { description: 'The id of the language model that wrote the answer.' }),
    finishReason: t.expose('finishReason', { type: FinishReason, description: 'Why the answer ended.' }),
    usage: t.field({
      type: AnswerUsageRef,
      description: 'The time and the tokens that the answer took.',
      resolve: ({ usage }) => usage,
    }),
  }),
});

const ErrorCodeRef = builder.enumType('ErrorCode', {
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
  description: 'The first event: the passages that the answer will be written from, as in `Answer.passages`.',
  fields: (t) => ({
    answerId: t.exposeID('answerId', { description: 'The id of the answer that follows.' }),
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
    index: t.exposeInt('index', { description: 'The position of this piece in the answer, from 0.' }),
    text: t.exposeString('text', { description: 'The text of this piece.' }),
  }),
});

const AnswerCompleted = builder.objectRef<Extract<AnswerEvent, { type: 'completed' }>>('AnswerCompleted').implement({
  description: 'The last event: the complete answer.',
  fields: (t) => ({
    answer: t.field({ type: AnswerRef, description: 'The complete answer.', resolve: ({ answer }) => answer }),
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

const TYPE_OF = { started: AnswerStarted, delta: AnswerDelta, completed: AnswerCompleted, failed: AnswerFailed };

const AnswerEventRef = builder.unionType('AnswerEvent', {
  description:
    'An event of an answer: first AnswerStarted, then AnswerDelta for each piece, last AnswerCompleted or AnswerFailed.',
  types: [AnswerStarted, AnswerDelta, AnswerCompleted, AnswerFailed],
  resolveType: (event) => TYPE_OF[event.type],
});

const AskPayload = builder.objectRef<{ answer: Answer }>('AskPayload').implement({
  description: 'The answer to a question.',
  fields: (t) => ({
    answer: t.field({ type: AnswerRef, description: 'The complete answer.', resolve: ({ answer }) => answer }),
  }),
});

builder.mutationField('ask', (t) =>
  t.field({
    type: AskPayload,
    access: 'VIEWER',
    audit: audited<{ answer: Answer }, { question: string }>('answer.ask', ({ input, result }) =>
      result ? factsOf(result.answer) : asked(input.question),
    ),
    description: 'Asks a question and returns the complete answer; `Subscription.answer` streams it.',
    args: { input: t.arg({ type: AskInput, required: true, description: 'The question.' }) },
    complexity: { field: 50, multiplier: 1 },
    resolve: async (_root, { input }, context) => {
      const { services, tenant, signal, accessEnd } = context;
      const question = parseQuestion(input);
      await services.limits.count(identify(context), 'question');
      return { answer: await services.answers.ask(tenant, question, { signal, accessEnd: accessEnd() }) };
    },
  }),
);

builder.subscriptionField('answer', (t) =>
  t.field({
    type: AnswerEventRef,
    access: 'VIEWER',
    audit: audited<null, { question: string }>('answer.ask', ({ input }) => asked(input.question)),
    description:
      'Asks a question and streams the answer: the passages, the text as it is generated, then the complete answer. Unsubscribing stops the model.',
    args: { input: t.arg({ type: AskInput, required: true, description: 'The question.' }) },
    subscribe: async (_root, { input }, context) => {
      const { requestId, services, tenant, signal, accessEnd, address } = context;
      const question = parseQuestion(input);
      const caller = identify(context);
      await services.limits.count(caller, 'question');
      const onEnd = ({ outcome, answer, passages, durationMs }: StreamEnd) =>
        services.audit.record(caller, {
          ...(answer ? factsOf(answer) : { ...asked(input.question), documents: documentsOf(passages) }),
          action: 'answer.ask',
          outcome,
          origin: { address, requestId, durationMs },
        });
      return abortable(signal, (signal) =>
        services.answers.stream(tenant, question, { requestId, signal, accessEnd: accessEnd(), onEnd }),
      );
    },
    resolve: (event) => event,
  }),
);

/** @throws AppError `BAD_INPUT` */
function parseQuestion({ question, topK, filter }: typeof AskInput.$inferInput): Question {
  return { question: parseQuery(question), topK: parseTopK(topK), filter: parseFilter(filter) };
}

/** Of a question without an answer, its hash. */
function asked(question: string): AuditFacts {
  return { detail: { questionSha256: sha256(question) } };
}

function factsOf({ id, question, text, answered, passages, model, finishReason }: Answer): AuditFacts {
  return {
    target: id,
    documents: documentsOf(passages),
    detail: { answered, model, finishReason },
    text: { answerId: id, question, answer: text },
  };
}
