import { type MongoClient, MongoParseError } from 'mongodb';
import { AppError, StartupError } from '../../errors.ts';
import { kindOf, toStoreError } from './errors.ts';

/** A failure to make a client of a connection string, for the operator; the string's user and password are left out. */
export function explainParseError(error: unknown): unknown {
  if (!(error instanceof MongoParseError)) return error;
  return new StartupError(`MONGODB_URI can't be used: ${withoutPassword(error.message)}.`, { cause: error });
}

/** A failure to open the database, for the operator: which one it is, why it failed, and what to do. */
export function explainStartFailure(client: MongoClient, error: unknown): unknown {
  const { srvHost, hosts } = client.options;
  const address = srvHost ?? hosts.join(', ');
  // What went through the store's calls says for clients what it is, and has the driver's error as its cause.
  const failure = error instanceof AppError && error.cause !== undefined ? error.cause : error;
  const cause = failure instanceof Error ? withoutPassword(failure.message) : String(failure);
  switch (kindOf(failure)) {
    case 'unreachable':
      return new StartupError(
        `The database at ${address} can't be reached (${cause}). Check MONGODB_URI, that the database runs, and that it lets this machine in.`,
        { cause: failure },
      );
    case 'denied':
      return new StartupError(
        `The database at ${address} refuses this user (${cause}). Check the user and password in MONGODB_URI, and that it may read and write all databases of Carrel.`,
        { cause: failure },
      );
    default:
      return toStoreError(error);
  }
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^\s/]*@/g, '//…@');
}
