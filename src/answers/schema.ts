import { type AuditFacts, documentsOf } from '../audit/facts.ts';
import { parseFilter } from '../documents/inputs.ts';
import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { describeValues } from '../graphql/enum-values.ts';
import { toId } from '../ids.ts';
import { abortable } from '../lib/abortable.ts';
import { sha256 } from '../lib/sha256.ts';
import { parseQuery, parseTopK } from '../search/inputs.ts';
import { SearchFilter } from '../search/schema.ts';
import type { AnswerRecord } from '../store/answers.ts';
import { ANSWER_MODES, type Question } from './answer.ts';
import type { StreamEnd } from './answer-service.ts';
import { AnswerEventRef } from './events-types.ts';
import { Answer } from './types.ts';

const AnswerModeRef = builder.enumType('AnswerMode', {
  description: 'How thoroughly an answer is looked for.',
  values: describeValues(ANSWER_MODES, {
    QUICK: 'By one search.',
    THOROUGH: 'The model may search up to three times in its own words before it answers.',
  }),
});

const AskInput = builder.inputType('AskInput', {
  description: 'A question to ask of the documents.',
  fields: (t) => ({
    question: t.string({
      required: true,
      description: 'The question, at most `system.limits.maxQuestionLength` characters.',
    }),
    topK: t.int({ defaultValue: 4, description: 'How many passages to answer from, from 1 to 20.' }),
    filter: t.field({ type: SearchFilter, description: 'Which documents to answer from.' }),
    conversationId: t.id({
      description: 'A conversation of the caller: the question may refer to what was said there, and is kept there.',
    }),
    mode: t.field({ type: AnswerModeRef, defaultValue: 'QUICK', description: 'How thoroughly to look.' }),
    resumable: t.boolean({
      defaultValue: false,
      description:
        'Whether a lost connection leaves the answer running for half a minute, for `answerResumed` to go on with. Leaving by unsubscribing stops it all the same.',
    }),
  }),
});

const AskPayload = builder.objectRef<{ answer: AnswerRecord }>('AskPayload').implement({
  description: 'The answer to a question.',
  fields: (t) => ({
    answer: t.field({ type: Answer, description: 'The complete answer.', resolve: ({ answer }) => answer }),
  }),
});

builder.mutationField('ask', (t) =>
  t.field({
    type: AskPayload,
    access: 'VIEWER',
    audit: audited<{ answer: AnswerRecord }, { question: string }>('answer.ask', ({ input, result }) =>
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
function parseQuestion({ question, topK, filter, mode, conversationId }: typeof AskInput.$inferInput): Question {
  return {
    question: parseQuery(question),
    topK: parseTopK(topK),
    filter: parseFilter(filter),
    mode: mode ?? 'QUICK',
    conversationId: conversationId == null ? null : toId(conversationId),
  };
}

/** Of a question without an answer, its hash. */
function asked(question: string): AuditFacts {
  return { detail: { questionSha256: sha256(question) } };
}

function factsOf({ id, question, text, answered, passages, model, finishReason }: AnswerRecord): AuditFacts {
  return {
    target: id,
    documents: documentsOf(passages),
    detail: { answered, model, finishReason },
    text: { answerId: id, question, answer: text },
  };
}
