import { AppError } from '../errors.ts';
import type { Directory } from '../store/directory.ts';

const HOUR_MS = 3_600_000;

/**
 * Removes sessions and one-time tokens that have expired, at the start and every hour. They are refused before that, too.
 * Gives back what stops it.
 */
export function startExpirySweep({
  directory: { sessions, passwordResets, invitations },
  now,
  onUnexpected,
}: {
  directory: Directory;
  now: () => Date;
  onUnexpected: (error: unknown) => void;
}): () => void {
  const sweep = async () => {
    for (const expiring of [sessions, passwordResets, invitations]) await expiring.sweep(now());
  };
  const run = () => {
    sweep().catch((error) => {
      // A store that is away is swept in an hour.
      if (!(error instanceof AppError)) onUnexpected(error);
    });
  };
  run();
  const timer = setInterval(run, HOUR_MS).unref();
  return () => clearInterval(timer);
}
