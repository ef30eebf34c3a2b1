import type { Deployment } from './deployment.ts';
import type { CommandFaults, Faults, SeenCommand } from './faults.ts';
import type { Listener } from './listener.ts';
import type { PostgresState } from './postgres.ts';
import type { SearchIndexState } from './search/index-state.ts';
import type { MongotState } from './search/mongot.ts';
import { expire } from './ttl.ts';

/** What a test may do to the server behind the driver's back. */
export interface Control extends CommandFaults {
  /** Every command that came in since the last `forgetCommands`, hello aside, oldest first. */
  readonly commands: readonly SeenCommand[];
  forgetCommands(): void;

  /** Breaks all connections; the server lives on. */
  dropConnections(): void;
  /** The server is gone: connections, cursors, sessions and open transactions with it. The data stays. */
  kill(): Promise<void>;
  /** It comes back on the same port. */
  restart(): Promise<void>;

  /** Whether and how mongot is away: code 6 for searches and 125 for commands about search indexes, or no answer. */
  mongot: MongotState;
  /** Whether and how FerretDB's PostgreSQL is away (profile `documentdb`): `hello` is answered, all else is code 1. */
  postgres: PostgresState;
  /** How far the server's clock is ahead of the test's, in ms: what `$$NOW` says. */
  clockOffsetMs: number;
  /** Puts all search indexes, or those of one name, into a state. */
  setIndexState(state: SearchIndexState, name?: string): void;
  /** Moves all search indexes, or those of one name, a step on: NEW, INITIAL_SYNC, READY; dropped ones vanish. */
  advanceIndexes(name?: string): void;
  /** Lets mongot see all that has been written (with `visibility: 'manual'`). */
  advance(): void;
  /** Runs the TTL monitor once, as of a moment. Gives back how many documents it deleted. */
  runTtl(now: Date): number;
  /** Forgets the past that change streams resume from. */
  forgetHistory(): void;
}

/** The control of one running server. */
export function createControl(parts: {
  deployment: Deployment;
  listener: Listener;
  faults: Faults;
  commands: SeenCommand[];
}): Control {
  const { deployment, listener, faults, commands } = parts;
  return {
    commands,
    forgetCommands() {
      commands.length = 0;
    },
    failNext: faults.failNext,
    cutNext: faults.cutNext,
    unconfirmedNext: faults.unconfirmedNext,
    silenceNext: faults.silenceNext,
    hangNext: faults.hangNext,
    forgetFaults: faults.forgetFaults,
    dropConnections: () => listener.dropConnections(),
    async kill() {
      await listener.close();
      deployment.cursors.clear();
      deployment.sessions.clear();
    },
    restart: () => listener.reopen(),
    get mongot() {
      return deployment.searchIndexes.mongot;
    },
    set mongot(state) {
      deployment.searchIndexes.mongot = state;
    },
    get postgres() {
      return deployment.postgres;
    },
    set postgres(state) {
      deployment.postgres = state;
    },
    get clockOffsetMs() {
      return deployment.clock.offsetMs;
    },
    set clockOffsetMs(ms) {
      deployment.clock.offsetMs = ms;
    },
    setIndexState: (state, name) => deployment.searchIndexes.enter(state, name),
    advanceIndexes: (name) => deployment.searchIndexes.advance(name),
    advance: () => deployment.searchIndexes.catchUp(),
    runTtl: (now) => expire(deployment.catalog, now),
    forgetHistory: () => deployment.log.forget(),
  };
}
