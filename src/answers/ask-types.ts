import { type AuditFacts, documentsOf } from '../audit/facts.ts';
import type { Context } from '../context.ts';
import { parseFilter } from '../documents/inputs.ts';
import { builder, identify } from '../graphql/builder.ts';
import { describeValues } from '../graphql/enum-values.ts';
import { toId } from '../ids.ts';
import { sha256 } from '../lib/sha256.ts';
import { parseQuery, parseTopK } from '../search/inputs.ts';
import { SearchFilter } from '../search/schema.ts';
import type { AnswerRecord } from '../store/answers.ts';
import { ANSWER_MODES, type Question } from './answer.ts';
import type { StreamOptions } from './answer-service.ts';

const AnswerModeRef = builder.enumType('AnswerMode', {
  description: 'How thorough the search for an answer is.',
  values: describeValues(ANSWER_MODES, {
    QUICK: 'One search.',
    THOROUGH:
      'Each part of a question is searched for, and the language model may then search up to three times for what it still misses. It takes longer.',
  }),
});

export const AskInput = builder.inputType('AskInput', {
  description: 'A question to ask of the documents.',
  fields: (t) => ({
    question: t.string({
      required: true,
      description: 'The question, at most `system.limits.maxQuestionLength` characters.',
    }),
    topK: t.int({
      defaultValue: 4,
      description: 'How many passages to answer from, from 1 to 20; THOROUGH may take more.',
    }),
    filter: t.field({ type: SearchFilter, description: 'Which documents to answer from.' }),
    conversationId: t.id({
      description:
        'A conversation of the caller: the question may refer to what was asked there, and is kept there with its answer. Any other id is `NOT_FOUND`.',
    }),
    mode: t.field({ type: AnswerModeRef, defaultValue: 'QUICK', description: 'How thoroughly to look.' }),
    resumable: t.boolean({
      defaultValue: false,
      description:
        'For `Subscription.answer`: whether the answer goes on for 30 seconds after a lost connection, so that `answerResumed` can continue it. Unsubscribing stops it at once in any case.',
    }),
  }),
});

/** @throws AppError `BAD_INPUT` */
export function parseQuestion({ question, topK, filter, mode, conversationId }: typeof AskInput.$inferInput): Question {
  return {
    question: parseQuery(question),
    topK: parseTopK(topK),
    filter: parseFilter(filter),
    mode: mode ?? 'QUICK',
    conversationId: conversationId == null ? null : toId(conversationId),
  };
}

/** Of a question without an answer, its hash. */
export function asked(question: string): AuditFacts {
  return { detail: { questionSha256: sha256(question) } };
}

/** Of an answer: what it was, with its words beside the chain. */
export function factsOf(answer: AnswerRecord): AuditFacts {
  const { id, question, text, answered, passages, told, model, finishReason } = answer;
  return {
    target: id,
    documents: documentsOf([...told, ...passages]),
    detail: { answered, model, finishReason },
    text: { answerId: id, question, answer: text, ofStoredAnswer: true },
  };
}

/** Writes down how a stream ended, as the doing of who asked. */
export function auditEnd(context: Context, question: string): StreamOptions['onEnd'] {
  const { services, address, requestId } = context;
  const caller = identify(context);
  return ({ outcome, answer, passages, durationMs }) =>
    services.audit.record(caller, {
      ...(answer ? factsOf(answer) : { ...asked(question), documents: documentsOf(passages) }),
      action: 'answer.ask',
      outcome,
      origin: { address, requestId, durationMs },
    });
}
