import { AppError, type AppErrorCode, ERROR_CODES } from '../../errors.ts';

/** What a client or operator is told, by how the driver's or the system's code begins. The first that fits counts. */
const CAUSES: readonly (readonly [RegExp, string, { retryAfterSeconds?: number }])[] = [
  [
    /^(SQLITE_FULL|ENOSPC|EDQUOT|SQLITE_IOERR)/,
    'The store could not write or read, most likely because its disk is full. Nothing that was acknowledged is lost. Free some space, then try again.',
    { retryAfterSeconds: 60 },
  ],
  [
    /^(SQLITE_READONLY|EROFS|EACCES|EPERM)/,
    'The store may not write to its data folder. Give the server write access to it, then try again.',
    { retryAfterSeconds: 60 },
  ],
  [
    /^(SQLITE_CANTOPEN|ENOENT|ENOTDIR|EISDIR|EEXIST|EMFILE|ENFILE)/,
    'The store could not open a file in its data folder. Check that the folder is there and writable, then try again.',
    { retryAfterSeconds: 60 },
  ],
  [
    /^(SQLITE_CORRUPT|SQLITE_NOTADB)/,
    'A file of the store is damaged. Nothing was changed. Restore it from a backup, then try again.',
    {},
  ],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'The store is busy. Try again in a moment.', { retryAfterSeconds: 1 }],
];

/** The same error, or, where the store is what failed, an `AppError` that says so without naming files. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const code = codeOf(error);
  // Errors lose their class on the way out of the worker.
  if (error.name === 'AppError' && isAppErrorCode(code)) return new AppError(code, error.message);
  if (error.name === 'WorkerGone') {
    const message = 'The store stopped unexpectedly and starts again. Try again in a moment.';
    return new AppError('STORE_UNAVAILABLE', message, { retryAfterSeconds: 1, cause: error });
  }
  const known = CAUSES.find(([pattern]) => pattern.test(code));
  if (!known) return error;
  const [, message, details] = known;
  return new AppError('STORE_UNAVAILABLE', message, { ...details, cause: error });
}

/** What SQLite says of statements that a damaged schema no longer fits; ours fit every schema that is whole. */
const DAMAGED_SCHEMA =
  /^no such (table|column|module)|^malformed|has no column|vtable constructor failed|^unrecognized option/;

/** Whether a file can't be trusted any more. */
export function isDamage(error: unknown): boolean {
  return error instanceof Error && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(codeOf(error));
}

/** The system's or SQLite's code, such as SQLITE_BUSY; empty where there is none. */
export function codeOf(error: Error): string {
  if (DAMAGED_SCHEMA.test(error.message)) return 'SQLITE_CORRUPT';
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return named(error.code);
  // The driver reports a failure to open in words alone, with an empty code.
  return error.message.startsWith('ConnectionFailed') ? 'SQLITE_CANTOPEN' : '';
}

/** The codes that matter here, by number (sqlite.org/rescode.html). */
const NAMES: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
};

/** The driver has no names for most of the extended codes; the code that one extends is its last byte. */
function named(code: string): string {
  const [, extended] = /^UNKNOWN_SQLITE_ERROR_(\d+)$/.exec(code) ?? [];
  return extended === undefined ? code : (NAMES[Number(extended) & 0xff] ?? code);
}

function isAppErrorCode(code: string): code is AppErrorCode {
  return ERROR_CODES.some((known) => known === code);
}
