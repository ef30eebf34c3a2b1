import type { Config } from '../../../config.ts';
import { AppError } from '../../../errors.ts';

/** What a command works with. What it prints is what it did, one line each; with `--json` its report is printed instead. */
export interface Call {
  readonly config: Config;
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  print(line: string): void;
}

/** A command, with how many words may follow it. */
export interface Command {
  readonly minArgs: number;
  readonly maxArgs: number;
  run(call: Call): Promise<Report>;
}

/** What a command did or found, for programs. `failure`: what it found is not as it has to be. */
export interface Report {
  readonly data: unknown;
  readonly failure?: AppError;
}

/** @throws AppError `BAD_INPUT` where the data is in MongoDB */
export function embeddedFolder({ store }: Config): string {
  if (store.mongodbUri === null) return store.dataDir;
  throw new AppError(
    'BAD_INPUT',
    'Carrel runs on MongoDB here, which has its own tools for this (docs/operations.md). Leave MONGODB_URI out to work on DATA_DIR.',
  );
}

/** A number of things, in words. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
