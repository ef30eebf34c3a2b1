import { AppError } from '../../errors.ts';
import type { JoinedSignal } from '../../lib/joined-signal.ts';
import type { RunEnd } from '../../store/answers.ts';
import type { ScopedTenant } from '../../store/tenant-store.ts';
import type { Question } from '../answer.ts';
import type { AnswerService, StreamOptions } from '../answer-service.ts';
import { titleOf } from '../titles.ts';
import type { Run } from './run.ts';
import { startRunWriter } from './write-run.ts';

/** How a run begins. */
export interface RunStart extends Pick<StreamOptions, 'requestId' | 'onEnd'> {
  /** Whether it goes on without any reader; else it stops half a minute after the last one's connection was lost. */
  readonly isDetached: boolean;
  /** The end of the caller's access, whatever becomes of the operation; released when the answer has ended. */
  readonly access: JoinedSignal;
}

/** What runs are executed with. */
export interface RunParts {
  readonly answers: AnswerService;
  /** Whether other processes may read the answers of this one. */
  readonly isShared: boolean;
  /** The time that all processes agree on: leases are measured by it. */
  readonly clock: () => Promise<Date>;
  readonly onUnexpected: (error: unknown) => void;
}

/** Answers a question as a run, from its first event to its end in the store. Never rejects. */
export async function executeRun(
  run: Run,
  { tenant, question, start }: { tenant: ScopedTenant; question: Question; start: RunStart },
  { answers, isShared, clock, onUnexpected }: RunParts,
): Promise<void> {
  const { requestId, onEnd, access } = start;
  const writer = startRunWriter(run, { answers: tenant.answers, isShared, clock, onUnexpected });
  const title = { title: titleOf(question.question) };
  let isKept = false;
  try {
    const stream = answers.stream(tenant, question, {
      id: run.id,
      requestId,
      signal: run.signal,
      accessEnd: access.signal,
      onEnd,
      keep: async (answer) => {
        await writer.close();
        isKept = await tenant.answers.end(run.id, { status: 'COMPLETED', answer }, title);
        if (!isKept && question.conversationId === null) throw leaseLost();
        return isKept;
      },
    });
    for await (const event of stream) run.push(event);
  } catch (error) {
    if (!run.signal.aborted) onUnexpected(error);
  } finally {
    run.end();
    access.release();
  }
  if (isKept) return;
  try {
    await writer.close();
    await tenant.answers.end(run.id, endOf(run), title);
  } catch (error) {
    // The run has no end in the store then; whoever looks for one finds an expired lease.
    if (!(error instanceof AppError)) onUnexpected(error);
  }
}

/** The end of a run whose answer was not kept. */
function endOf(run: Run): RunEnd {
  const { status, text, passages, told, failure } = run.describe();
  const rest = { text, passages, told };
  return status === 'FAILED' && failure ? { status, failure, ...rest } : { status: 'STOPPED', ...rest };
}

/** The error for an answer that another process has marked as failed, because its lease was not renewed in time. */
function leaseLost(): AppError {
  return new AppError(
    'STORE_UNAVAILABLE',
    'The store was away for too long while this was being answered. Ask again.',
    { retryAfterSeconds: 1 },
  );
}
