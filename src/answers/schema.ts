import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { abortable } from '../lib/abortable.ts';
import type { AnswerRecord } from '../store/answers.ts';
import { AskInput, asked, auditEnd, factsOf, parseQuestion } from './ask-types.ts';
import { AnswerEventRef } from './events-types.ts';
import { begin, read } from './runs-schema.ts';
import { Answer } from './types.ts';

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
      'Asks a question and streams the answer: the passages, the text as it is generated, then the complete answer. Unsubscribing stops the model; where it is `resumable`, a lost connection does so half a minute later only.',
    args: { input: t.arg({ type: AskInput, required: true, description: 'The question.' }) },
    subscribe: async (_root, { input }, context) => {
      const { requestId, services, tenant, signal, accessEnd } = context;
      const question = parseQuestion(input);
      await services.limits.count(identify(context), 'question');
      const onEnd = auditEnd(context, input.question);
      if (input.resumable)
        return await read(context, await begin(context, question, { onEnd, isDetached: false }), null);
      return abortable(signal, (signal) =>
        services.answers.stream(tenant, question, { requestId, signal, accessEnd: accessEnd(), onEnd }),
      );
    },
    resolve: (event) => event,
  }),
);
