/** Every code that an expected failure can carry; anything else that is thrown is masked as `INTERNAL`. */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'BAD_INPUT',
  'TOO_LARGE',
  'RATE_LIMITED',
  'MODEL_UNAVAILABLE',
  'STORE_UNAVAILABLE',
] as const;

/** One of `ERROR_CODES`. */
export type AppErrorCode = (typeof ERROR_CODES)[number];

/** Every code that a client can meet. */
export type ErrorCode = AppErrorCode | 'INTERNAL';

/** The HTTP status that goes with a code. */
export const STATUS_OF: Readonly<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  BAD_INPUT: 400,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  MODEL_UNAVAILABLE: 503,
  STORE_UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** The message for a client about an unexpected failure. */
export const INTERNAL_MESSAGE =
  'Something went wrong on our side. Try again; if it happens again, give the operator the request id.';

/** Why a caller is not authenticated: no token, one past its end, one that never was valid, one that was taken back. */
export type UnauthenticatedReason = 'MISSING' | 'EXPIRED' | 'INVALID' | 'REVOKED';

/** What a client may be told beside code and message. */
export interface AppErrorDetails {
  readonly reason?: UnauthenticatedReason;
  /** Whole seconds after which the same request may succeed. */
  readonly retryAfterSeconds?: number;
}

/**
 * An expected failure. Its message is a full sentence for the reader that says what happened and what to do; it reaches
 * the client as it is, so it never holds internals, secrets or anything of another tenant.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  readonly details: AppErrorDetails;

  constructor(code: AppErrorCode, message: string, options: AppErrorDetails & { cause?: unknown } = {}) {
    const { cause, ...details } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/**
 * What keeps Carrel from starting, such as a taken port. Its message is a full sentence for the operator, ready to print
 * without a stack; it may name files and addresses, but never a secret.
 */
export class StartupError extends Error {
  override readonly name: string = 'StartupError';
}

/** The `AppError` in an error's chain of `cause` and `originalError`, or null where there is none. */
export function findAppError(error: unknown): AppError | null {
  const seen = new Set<unknown>();
  let at: unknown = error;
  while (at instanceof Error && !seen.has(at)) {
    if (at instanceof AppError) return at;
    seen.add(at);
    at = ('originalError' in at && at.originalError) || at.cause;
  }
  return null;
}

/** Whether an error only says that its operation was stopped by a signal. */
export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** What a caller gets for an object that it can't see, for whatever reason: absent, another tenant's, malformed id. */
export function notFound(what: string): AppError {
  return new AppError('NOT_FOUND', `There is no such ${what}.`);
}

/** A failure as data, for streams that have begun: expected ones as they are, any other as `INTERNAL`. */
export function describeFailure(error: unknown): { code: ErrorCode; message: string; retryable: boolean } {
  const expected = findAppError(error);
  if (!expected) return { code: 'INTERNAL', message: INTERNAL_MESSAGE, retryable: true };
  return { code: expected.code, message: expected.message, retryable: RETRYABLE.has(expected.code) };
}

const RETRYABLE = new Set<AppErrorCode>(['RATE_LIMITED', 'MODEL_UNAVAILABLE', 'STORE_UNAVAILABLE']);
