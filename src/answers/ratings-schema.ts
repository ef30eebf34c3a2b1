import { audited } from '../graphql/audit.ts';
import { builder } from '../graphql/builder.ts';
import { type AnswerId, toId } from '../ids.ts';
import type { AnswerRecord } from '../store/answers.ts';
import { Answer } from './types.ts';

const RateAnswerInput = builder.inputType('RateAnswerInput', {
  description: 'What the caller thinks of an answer.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id of an answer that the caller asked for, and that is still kept.' }),
    helpful: t.boolean({ required: true, description: 'Whether it helped.' }),
    comment: t.string({
      description: 'Why, at most 2,000 characters. If it is left out, an earlier comment is removed.',
    }),
  }),
});

const RateAnswerPayload = builder.objectRef<{ answer: AnswerRecord }>('RateAnswerPayload').implement({
  description: 'An answer that was rated.',
  fields: (t) => ({
    answer: t.field({ type: Answer, description: 'The answer with its rating.', resolve: ({ answer }) => answer }),
  }),
});

builder.mutationField('rateAnswer', (t) =>
  t.field({
    type: RateAnswerPayload,
    access: 'VIEWER',
    audit: audited<unknown, { id: string; helpful: boolean }>('answer.rate', ({ input: { id, helpful } }) => ({
      target: id,
      detail: { helpful },
    })),
    description: 'Rates an answer, or changes its rating. The operator may read ratings, to make answers better.',
    args: { input: t.arg({ type: RateAnswerInput, required: true, description: 'The rating.' }) },
    resolve: async (_root, { input: { id, helpful, comment } }, { services, tenant }) => ({
      answer: await services.ratings.rate(tenant, toId<AnswerId>(id), { helpful, comment: comment ?? null }),
    }),
  }),
);
