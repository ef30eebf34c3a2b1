import { AppError } from '../../errors.ts';
import type { AnswerId } from '../../ids.ts';
import { RUN_LIMITS } from '../../limits.ts';
import type { Answers } from '../../store/answers.ts';
import type { RunParts } from './execute-run.ts';
import type { Leaving } from './run.ts';

/** A reader of a run that another process writes: that process learns of them from the store. */
export interface RemoteReader {
  /** Records that the run is read until then. @throws AppError `STORE_UNAVAILABLE` */
  stay(until: Date): Promise<unknown>;
  /** Records, once and in the background, that the reader has left. */
  leave(how: Leaving): void;
}

/** Announces a reader to the process that writes a run. */
export function createRemoteReader(
  answers: Answers,
  id: AnswerId,
  { isShared, clock, onUnexpected }: Pick<RunParts, 'isShared' | 'clock' | 'onUnexpected'>,
): RemoteReader {
  let lastWrite: Promise<unknown> = Promise.resolve();
  let hasLeft = false;

  /** Writes in order, so that `stay` never arrives after `leave`. */
  const inOrder = <T>(write: () => Promise<T>): Promise<T> => {
    const writing = lastWrite.then(write);
    lastWrite = writing.catch(() => {});
    return writing;
  };
  const stayForGrace = async () => {
    const now = await clock();
    return answers.noteReader(id, new Date(now.getTime() + RUN_LIMITS.graceMs));
  };

  return {
    stay: (until) => inOrder(() => answers.noteReader(id, until)),
    leave: (how) => {
      if (!isShared || hasLeft) return;
      hasLeft = true;
      inOrder(() => (how === 'LOST' ? stayForGrace() : answers.noteReaderLeft(id))).catch((error) => {
        if (!(error instanceof AppError)) onUnexpected(error);
      });
    },
  };
}
