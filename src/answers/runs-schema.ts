import { ownerOf } from '../auth/identity.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { describeValues } from '../graphql/enum-values.ts';
import { type AnswerId, toId } from '../ids.ts';
import { abortable } from '../lib/abortable.ts';
import { RUN_STATUSES } from '../store/answers.ts';
import type { AnswerEvent, Question } from './answer.ts';
import { AskInput, asked, auditEnd, parseQuestion } from './ask-types.ts';
import { AnswerEventRef, ErrorCodeRef } from './events-types.ts';
import type { RunStart } from './runs/execute-run.ts';
import type { RunCaller, RunView } from './runs/runs-service.ts';
import { Answer } from './types.ts';

const AnswerRunStatus = builder.enumType('AnswerRunStatus', {
  description: 'The status of an answer.',
  values: describeValues(RUN_STATUSES, {
    QUEUED: 'It was only just asked for, or waits for the language model.',
    RUNNING: 'Its passages are being searched for, or it is being written.',
    COMPLETED: 'It is complete: see `answer`.',
    FAILED: '`code` and `message` say why.',
    STOPPED: 'The caller stopped it, or its last reader left. It will not be continued.',
  }),
});

const AnswerRun = builder.objectRef<RunView>('AnswerRun').implement({
  description: 'An answer that the caller asked for, in progress or ended.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The opaque id of the answer, as in `Answer.id`.' }),
    status: t.expose('status', { type: AnswerRunStatus, description: 'The status of the answer.' }),
    position: t.exposeInt('position', {
      nullable: true,
      description: 'The position in the queue for the language model, from 1; null while it does not wait there.',
    }),
    text: t.exposeString('text', {
      description:
        'The text so far, complete once the status is COMPLETED; empty if the caller may no longer see the documents that it was written from.',
    }),
    answer: t.field({
      type: Answer,
      nullable: true,
      description: 'The answer with its citations and claims, once it is COMPLETED; else null.',
      resolve: ({ answer }) => answer,
    }),
    code: t.field({
      type: ErrorCodeRef,
      nullable: true,
      description: 'The kind of failure, once it is FAILED; else null.',
      resolve: ({ failure }) => failure?.code ?? null,
    }),
    message: t.string({
      nullable: true,
      description: 'What happened, and what to do, in a sentence for the user, once it is FAILED; else null.',
      resolve: ({ failure }) => failure?.message ?? null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the question was asked.' }),
  }),
});

/** Begins an answer that outlasts its connection. */
export function begin(
  context: Context,
  question: Question,
  options: Pick<RunStart, 'onEnd' | 'isDetached'>,
): Promise<AnswerId> {
  const { services, requestId, lastingAccess } = context;
  return services.runs.start(callerOf(context), question, { ...options, requestId, access: lastingAccess() });
}

/** The events of an answer, behind the delta with the index `after`. */
export async function read(context: Context, id: AnswerId, after: number | null): Promise<AsyncGenerator<AnswerEvent>> {
  const { services, signal, accessEnd, isConnected } = context;
  // A reader who leaves while the run is looked up has left it all the same.
  const leaving = new AbortController();
  const reader = { after, signal: leaving.signal, accessEnd: accessEnd() };
  const howLeaving = () => (isConnected() ? ('UNSUBSCRIBED' as const) : ('LOST' as const));
  const events = await services.runs.follow(callerOf(context), id, { ...reader, howLeaving });
  return abortable(signal, (signal) => {
    signal.addEventListener('abort', () => leaving.abort(signal.reason), { once: true });
    return events;
  });
}

function callerOf(context: Context): RunCaller {
  return { tenant: context.tenant, owner: ownerOf(identify(context)) };
}

builder.queryField('answerRun', (t) =>
  t.field({
    type: AnswerRun,
    nullable: true,
    access: 'VIEWER',
    audit: 'none',
    description:
      'An answer that the caller asked for, in progress or ended, for clients that poll; null for any other, and for one that is no longer kept.',
    args: { id: t.arg.id({ required: true, description: 'The id of the answer.' }) },
    resolve: (_root, { id }, context) => context.services.runs.find(callerOf(context), toId<AnswerId>(id)),
  }),
);

const StartAnswerPayload = builder.objectRef<{ run: RunView }>('StartAnswerPayload').implement({
  description: 'An answer that was begun.',
  fields: (t) => ({
    run: t.field({ type: AnswerRun, description: 'The status of the answer.', resolve: ({ run }) => run }),
  }),
});

builder.mutationField('startAnswer', (t) =>
  t.field({
    type: StartAnswerPayload,
    access: 'VIEWER',
    audit: audited<{ run: RunView }, { question: string }>('answer.start', ({ input, result }) => ({
      ...asked(input.question),
      target: result?.run.id,
    })),
    description:
      'Begins an answer and returns at once: `answerRun` polls it, `answerResumed` follows it. It goes on without any reader until it ends, or `stopAnswer` stops it.',
    args: { input: t.arg({ type: AskInput, required: true, description: 'The question.' }) },
    complexity: { field: 50, multiplier: 1 },
    resolve: async (_root, { input }, context) => {
      const { services } = context;
      const question = parseQuestion(input);
      await services.limits.count(identify(context), 'question');
      const id = await begin(context, question, { onEnd: auditEnd(context, input.question), isDetached: true });
      const run = await services.runs.find(callerOf(context), id);
      if (!run) throw notFound('answer');
      return { run };
    },
  }),
);

const StopAnswerInput = builder.inputType('StopAnswerInput', {
  description: 'The answer to stop.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the answer.' }) }),
});

const StopAnswerPayload = builder.objectRef<{ run: RunView }>('StopAnswerPayload').implement({
  description: 'An answer that was to stop.',
  fields: (t) => ({
    run: t.field({ type: AnswerRun, description: 'The answer after that.', resolve: ({ run }) => run }),
  }),
});

builder.mutationField('stopAnswer', (t) =>
  t.field({
    type: StopAnswerPayload,
    access: 'VIEWER',
    audit: audited<unknown, { id: string }>('answer.stop', ({ input }) => ({ target: input.id })),
    description: 'Stops an answer that the caller asked for, and the model with it. One that has ended stays as it is.',
    args: { input: t.arg({ type: StopAnswerInput, required: true, description: 'The answer.' }) },
    resolve: async (_root, { input }, context) => ({
      run: await context.services.runs.stop(callerOf(context), toId<AnswerId>(input.id)),
    }),
  }),
);

builder.subscriptionField('answerResumed', (t) =>
  t.field({
    type: AnswerEventRef,
    access: 'VIEWER',
    audit: audited<null, { answerId: string }>('answer.resume', ({ input }) => ({ target: input.answerId })),
    description:
      'Goes on with an answer of the caller that was asked for with `resumable` or by `startAnswer`: the deltas whose index is above `after`, then what follows, without a gap or a repetition. Without `after` it is read from its beginning, by any number of readers. Of one that ended long ago only the last event comes; one that is not kept any more is `NOT_FOUND`.',
    args: {
      answerId: t.arg.id({ required: true, description: 'The id of the answer.' }),
      after: t.arg.int({ description: 'The index of the last delta that the reader has.' }),
    },
    subscribe: (_root, { answerId, after }, context) => read(context, toId<AnswerId>(answerId), after ?? null),
    resolve: (event) => event,
  }),
);
