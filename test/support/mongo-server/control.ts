import type { Deployment } from './deployment.ts';
import type { CommandFaults, Faults, SeenCommand } from './faults.ts';
import type { Listener } from './listener.ts';
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

  /** While true, code 6 for searches and 125 for commands about search indexes. */
  mongotDown: boolean;
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
    silenceNext: faults.silenceNext,
    hangNext: faults.hangNext,
    dropConnections: () => listener.dropConnections(),
    async kill() {
      await listener.close();
      deployment.cursors.clear();
      deployment.sessions.clear();
    },
    restart: () => listener.reopen(),
    get mongotDown() {
      return deployment.searchIndexes.down;
    },
    set mongotDown(down) {
      deployment.searchIndexes.down = down;
    },
    advanceIndexes: (name) => deployment.searchIndexes.advance(name),
    advance: () => deployment.searchIndexes.catchUp(),
    runTtl: (now) => expire(deployment.catalog, now),
    forgetHistory: () => deployment.log.forget(),
  };
}
