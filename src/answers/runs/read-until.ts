import { describeFailure } from '../../errors.ts';
import { joinSignals } from '../../lib/joined-signal.ts';
import type { AnswerEvent } from '../answer.ts';

/**
 * Reads events until `signal` or one of `ends` aborts. Where one of `ends` does, its reason is the last event, and
 * `onEnd` is called before that.
 */
export async function* readUntil(
  { signal, ends, onEnd }: { signal: AbortSignal; ends: readonly AbortSignal[]; onEnd: () => void },
  read: (signal: AbortSignal) => AsyncGenerator<AnswerEvent>,
): AsyncGenerator<AnswerEvent> {
  const end = joinSignals(...ends);
  const either = joinSignals(signal, end.signal);
  try {
    yield* read(either.signal);
  } catch (error) {
    if (signal.aborted || !end.signal.aborted) throw error;
    onEnd();
    yield { type: 'failed', ...describeFailure(end.signal.reason) };
  } finally {
    either.release();
    end.release();
  }
}
