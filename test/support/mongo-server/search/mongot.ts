import { aborted } from '../aborted.ts';
import { CommandError, mongotError, timeIsOver } from '../errors.ts';
import type { Doc } from '../values.ts';

/**
 * How mongod finds its mongot. `refused`: nothing listens on this host; `unreachable`: it is on another host, and that
 * one is away; `stalled`: it takes what it is asked and never answers.
 */
export type MongotState = 'up' | 'refused' | 'unreachable' | 'stalled';

const NOT_CONNECTED = {
  refused:
    'Error connecting to localhost:27027 (127.0.0.1:27027) :: caused by :: onInvoke :: caused by :: Connection refused',
  unreachable: 'Error connecting to mongot:27028 (10.0.0.7:27028) :: caused by :: No route to host',
};

/** Asks mongot to search. @throws CommandError 6, or 50 when the command has a time limit; without one it waits */
export async function reachForQuery(state: MongotState, at: CommandInfo): Promise<void> {
  if (state === 'stalled') await neverAnswered(at);
  else if (state !== 'up') throw mongotError(NOT_CONNECTED[state], 6);
}

/** Asks mongot about its indexes. @throws CommandError 125, or 50 when the command has a time limit */
export async function reachForIndexes(state: MongotState, at: CommandInfo): Promise<void> {
  if (state === 'stalled') await neverAnswered(at);
  else if (state !== 'up') throw new CommandError(125, 'Error connecting to Search Index Management service.');
}

interface CommandInfo {
  readonly command: Doc;
  readonly signal: AbortSignal;
}

/** The limit is over at once, so that tests needn't wait for it. */
async function neverAnswered({ command, signal }: CommandInfo): Promise<never> {
  if (!Number(command['maxTimeMS'])) await aborted(signal);
  throw timeIsOver();
}
