import { CommandError } from './errors.ts';

/** How FerretDB finds its PostgreSQL. `cut`: connections broke; `ended`: it is shutting down; `refused`: it is gone. */
export type PostgresState = 'up' | 'cut' | 'ended' | 'refused';

// Taken from a running FerretDB 2.7, where only `hello` was answered still.
const MESSAGES = {
  cut: 'unexpected EOF',
  ended: 'terminating connection due to administrator command',
  refused:
    'pool.go:90 (documentdb.(*Pool).Acquire): failed to connect to `user=postgres database=postgres`:\n\t127.0.0.1:5432 (127.0.0.1): dial error: dial tcp 127.0.0.1:5432: connect: connection refused',
};

/** @throws CommandError 1, which FerretDB passes every failure of PostgreSQL on with */
export function reachPostgres(state: PostgresState): void {
  if (state !== 'up') throw new CommandError(1, MESSAGES[state]);
}
