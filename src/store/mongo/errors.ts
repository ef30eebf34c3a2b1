import {
  MongoBulkWriteError,
  MongoClientClosedError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
} from 'mongodb';
import { AppError } from '../../errors.ts';

/** What a failure of the driver or the server means to us. */
export type FailureKind =
  | 'unreachable'
  | 'timeout'
  | 'denied'
  | 'duplicate'
  | 'validation'
  | 'searchDown'
  | 'searchNotReady'
  | 'searchUnsupported'
  | 'noCollection'
  | 'noIndex'
  | 'indexConflict'
  | 'exists'
  | 'other';

/** Search or its commands are not there at all: mongod without mongot, old servers, DocumentDB. */
const UNSUPPORTED = new Set([31082, 6047401, 115, 59, 40324]);
const NOT_READY = /not initialized|while in state (NOT_STARTED|INITIAL_SYNC|UNKNOWN|FAILED)/i;
const MONGOT_DOWN = /Error connecting to |Connection refused|Remote error from mongot/i;
/**
 * The server that writes is another one or none at the moment: host unreachable or not found, network timeout, not primary,
 * shutting down, stepping down, read concern not available yet, out of time for what it had to wait for.
 */
const NO_PRIMARY = new Set([6, 7, 64, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);
/** The server has forgotten a cursor: it was restarted, or the reader stood still. */
const CURSOR_GONE = new Set([43, 237]);
/** FerretDB without its PostgreSQL, which has no code of its own. */
const EXCLUSION = /violates exclusion constraint/;
const POSTGRES_GONE =
  /unexpected EOF|failed to connect to|terminating connection|conn closed|connection refused|the database system is/i;
/** MongoDB's, and DocumentDB's own. */
const VALIDATION = new Set([121, 525074461]);
/** Unauthorized, and authentication failed. */
const DENIED = new Set([13, 18]);

/** Classifies a failure by its class, code and, where the code says too little, its message. */
export function kindOf(error: unknown): FailureKind {
  if (isUnreachable(error)) return 'unreachable';
  const code = codeOf(error);
  if (error instanceof MongoOperationTimeoutError || code === 50) return 'timeout';
  if (code === 11000) return 'duplicate';
  if (code !== undefined && VALIDATION.has(code)) return 'validation';
  if (!(error instanceof MongoServerError)) return 'other';
  if (code === 1 && POSTGRES_GONE.test(error.message)) return 'unreachable';
  // What DocumentDB says of findAndModify.
  if (EXCLUSION.test(error.message)) return 'duplicate';
  if (MONGOT_DOWN.test(error.message)) return 'searchDown';
  if (NOT_READY.test(error.message)) return 'searchNotReady';
  if (code !== undefined && (NO_PRIMARY.has(code) || CURSOR_GONE.has(code))) return 'unreachable';
  if (code !== undefined && DENIED.has(code)) return 'denied';
  if (code !== undefined && UNSUPPORTED.has(code)) return 'searchUnsupported';
  return BY_CODE[code ?? 0] ?? 'other';
}

const BY_CODE: Readonly<Record<number, FailureKind>> = {
  26: 'noCollection',
  27: 'noIndex',
  48: 'exists',
  68: 'indexConflict',
};

/**
 * The same error, or, where the database is what failed, an `AppError` that says so. Of errors that hold stored values
 * (a taken e-mail address, a document that does not fit) only the kind is kept.
 */
export function toStoreError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  switch (kindOf(error)) {
    case 'unreachable':
      return unavailable(
        "The database can't be reached. Nothing that was acknowledged is lost. Try again in a moment.",
        error,
      );
    case 'timeout':
      return tookTooLong(error);
    case 'searchDown':
    case 'searchNotReady':
      return unavailable('The search engine of the database is not ready. Try again in a moment.', error);
    case 'denied':
      return unavailable(
        'The database refuses this user. Check the user and password in MONGODB_URI, and that it may read and write all databases of Carrel.',
        error,
      );
    case 'duplicate':
      return new Error('The database refused a value that has to be unique.');
    case 'validation':
      return new Error('The database refused a row that does not fit its schema.');
    default:
      return error;
  }
}

/** The error for a database that does not answer. */
export function tookTooLong(cause?: unknown): AppError {
  return unavailable('The database took too long to answer. Try again in a moment.', cause);
}

function unavailable(message: string, cause: unknown): AppError {
  return new AppError('STORE_UNAVAILABLE', message, { retryAfterSeconds: 5, cause });
}

function isUnreachable(error: unknown): boolean {
  if (error instanceof MongoServerSelectionError || error instanceof MongoNetworkError) return true;
  if (error instanceof MongoClientClosedError || error instanceof MongoNotConnectedError) return true;
  if (error instanceof MongoTopologyClosedError || error instanceof MongoWriteConcernError) return true;
  // The driver says of a connection that was lost in a bulk write neither its code nor its cause.
  if (error instanceof MongoBulkWriteError && error.code === undefined) return true;
  // The class of this one is not exported.
  return error instanceof Error && error.name === 'MongoWaitQueueTimeoutError';
}

function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}
