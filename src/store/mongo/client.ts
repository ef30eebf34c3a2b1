import { type Db, MongoClient } from 'mongodb';

/** The longest that an ordinary read may take at the server, in ms: its refusal comes before the reader is told. */
const READ_MS = 3_500;
/** The same of mongot, which may stand still while the database answers: then there is time to scan instead. */
const SEARCH_MS = 2_000;
/** The longest that a scan of many chunks may take there. */
export const SCAN_MS = 30_000;

/** Makes the process's client. A server that is gone is reported within five seconds. */
export function createClient(uri: string): MongoClient {
  return new MongoClient(uri, {
    appName: 'carrel',
    maxPoolSize: 50,
    maxConnecting: 4,
    serverSelectionTimeoutMS: 3_500,
    connectTimeoutMS: 3_500,
    waitQueueTimeoutMS: 3_500,
    heartbeatFrequencyMS: 2_000,
    // Longer than the longest read.
    socketTimeoutMS: 2 * SCAN_MS,
    writeConcern: { w: 'majority', j: true },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    monitorCommands: true,
  });
}

/** What every read says: when the server gives up, and when the client does. */
export function reading(
  signal?: AbortSignal | undefined,
  maxTimeMS = READ_MS,
): { maxTimeMS: number; signal?: AbortSignal } {
  return { maxTimeMS, ...(signal && { signal }) };
}

/** The same for `$search` and `$vectorSearch`, which mongod refuses with any read concern but `local`. */
export function searching(
  signal?: AbortSignal | undefined,
  maxTimeMS = SEARCH_MS,
): { maxTimeMS: number; signal?: AbortSignal; readConcern: { level: 'local' } } {
  return { ...reading(signal, maxTimeMS), readConcern: { level: 'local' } };
}

/** What time it is by the server's clock. FerretDB refuses `$$NOW` in some filters. */
export async function serverTime(db: Db): Promise<Date> {
  const { localTime }: { localTime?: Date } = await db.command({ hello: 1 });
  if (!localTime) throw new TypeError('A server says in `hello` what time it is.');
  return localTime;
}
