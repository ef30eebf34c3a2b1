import { AsyncLocalStorage } from 'node:async_hooks';
import type { MongoClient } from 'mongodb';
import { AppError } from '../../errors.ts';
import { toStoreError } from './errors.ts';

/** A command that was about to go to another database than the one its caller may use. */
export interface DatabaseBreach {
  readonly command: string;
  readonly database: string;
  readonly allowed: string;
}

/** Every call of the store goes through here. */
export interface Calls {
  /**
   * Does work that may only use one database. Failures of the database come out as `AppError`; once the signal has
   * aborted, its reason does.
   */
  in<T>(database: string, work: () => Promise<T>, signal?: AbortSignal | undefined): Promise<T>;
  /** Lets the calls that are under way finish, and refuses all others. Closing twice is fine. */
  close(): Promise<void>;
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
  onBreach,
}: {
  client: MongoClient;
  controlDatabase: string;
  onBreach: (breach: DatabaseBreach) => void;
}): Calls {
  const database = new AsyncLocalStorage<string>();
  const running = new Set<Promise<unknown>>();
  let closed = false;

  client.on('commandStarted', ({ commandName, databaseName }) => {
    if (UNBOUND.has(commandName)) return;
    const allowed = database.getStore() ?? controlDatabase;
    if (databaseName === allowed) return;
    onBreach({ command: commandName, database: databaseName, allowed });
    // What is thrown here rejects the operation, and the driver sends nothing.
    throw new Error('tenant breach: a command was about to go to another database than its caller may use');
  });

  return {
    in: async (name, work, signal) => {
      signal?.throwIfAborted();
      if (closed) {
        throw new AppError('STORE_UNAVAILABLE', 'The store is closed. Try again in a moment.', {
          retryAfterSeconds: 5,
        });
      }
      const call = database.run(name, work);
      running.add(call);
      try {
        return await call;
      } catch (error) {
        signal?.throwIfAborted();
        throw toStoreError(error);
      } finally {
        running.delete(call);
      }
    },
    close: async () => {
      closed = true;
      await Promise.allSettled([...running]);
    },
  };
}
