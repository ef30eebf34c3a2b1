import type { Config } from '../config.ts';
import type { Logger } from '../ops/logging.ts';
import type { Metrics } from '../ops/metrics.ts';

/** What every part of the server is put together with. */
export interface Assembly {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Aborts when the server stops; the reason is the error that streams then end with. */
  readonly shutdown: AbortSignal;
  /** By the database's clock, where there are several processes. */
  now(): Date;
  /** Logs a failure that nobody expects. */
  onUnexpected(error: unknown): void;
  /** What is opened says here how it is closed: the last that was opened first. */
  onClose(step: () => Promise<void>): void;
}
