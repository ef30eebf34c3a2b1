import { AsyncLocalStorage } from 'node:async_hooks';
import type { MongoClient } from 'mongodb';
import { AppError } from '../../errors.ts';
import { toStoreError } from './errors.ts';
import { createWatchdog } from './watchdog.ts';

/** A command that was about to go to another database than the one its caller may use. */
export interface DatabaseBreach {
  readonly command: string;
  readonly database: string;
  readonly allowed: string;
}

/** Every call of the store goes through here. */
export interface Calls {
  /**
   * Does work that may only use one database, which has to answer within `commandMs`, again and again. Failures of the
   * database come out as `AppError`; once the signal has aborted, its reason does.
   */
  in<T>(
    database: string,
    work: () => Promise<T>,
    signal?: AbortSignal | undefined,
    options?: { commandMs: number },
  ): Promise<T>;
  /** Lets the calls that are under way finish, which takes a stalled one `commandMs`, and refuses all others. */
  close(): Promise<void>;
}

/**
 * How long a reader waits for an answer, so that the first error comes within five seconds, on a busy machine too. A
 * server that keeps its connections and answers nothing, or nothing but `hello`, is told by this alone: the driver waits
 * for its sockets' timeout, and then tries again.
 */
export const COMMAND_MS = 4_000;
/** For work that nobody waits for: it goes on until the server answers, or the connection ends. */
export const IN_BACKGROUND = { commandMs: Number.POSITIVE_INFINITY };

/** What a call may do, and what it does at each answer. */
interface Call {
  readonly database: string;
  answered(): void;
}

/** Commands of the connection itself, which any call can set off. */
const UNBOUND = new Set([
  'hello',
  'ismaster',
  'isMaster',
  'saslStart',
  'saslContinue',
  'authenticate',
  'ping',
  'endSessions',
]);

/**
 * The third lock: compares each command's database with the one that the call which issued it may use, and stops a
 * command that goes elsewhere before it is sent. Needs a client with `monitorCommands`.
 */
export function createCalls({
  client,
  controlDatabase,
  commandMs: defaultMs,
  onBreach,
}: {
  client: MongoClient;
  controlDatabase: string;
  commandMs: number;
  onBreach: (breach: DatabaseBreach) => void;
}): Calls {
  const calls = new AsyncLocalStorage<Call>();
  const running = new Set<Promise<unknown>>();
  let closed = false;

  client.on('commandStarted', ({ commandName, databaseName }) => {
    if (UNBOUND.has(commandName)) return;
    const allowed = calls.getStore()?.database ?? controlDatabase;
    if (databaseName === allowed) return;
    onBreach({ command: commandName, database: databaseName, allowed });
    // What is thrown here rejects the operation, and the driver sends nothing.
    throw new Error('tenant breach: a command was about to go to another database than its caller may use');
  });
  // Only an answer counts: the driver sends what was cut off again, and waits for a server before it sends.
  client.on('commandSucceeded', () => calls.getStore()?.answered());

  return {
    in: async (database, work, signal, { commandMs } = { commandMs: defaultMs }) => {
      signal?.throwIfAborted();
      if (closed) {
        throw new AppError('STORE_UNAVAILABLE', 'The store is closed. Try again in a moment.', {
          retryAfterSeconds: 5,
        });
      }
      const watchdog = createWatchdog(commandMs);
      const call = Promise.race([calls.run({ database, answered: watchdog.restart }, work), watchdog.stalled]);
      running.add(call);
      try {
        return await call;
      } catch (error) {
        signal?.throwIfAborted();
        throw toStoreError(error);
      } finally {
        watchdog.stop();
        running.delete(call);
      }
    },
    close: async () => {
      closed = true;
      await Promise.allSettled([...running]);
    },
  };
}
