import { type DestinationStream, type LevelWithSilent, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * Never to be logged at all. This catches a mistake at the top of a line and one level below, not deeper, so lines are
 * made of fields that are chosen one by one.
 */
const SECRETS = ['password', 'passwordHash', 'token', 'accessToken', 'refreshToken', 'authorization', 'mongodbUri'];

/** A log of JSON lines with the level by name and the time in ISO 8601, on standard output unless told otherwise. */
export function createLogger({
  level,
  destination,
}: {
  level: LevelWithSilent;
  destination?: DestinationStream;
}): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
