import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ERROR_CODES, type ErrorCode, findAppError, INTERNAL_MESSAGE, isAbortError, STATUS_OF } from '../errors.ts';

/**
 * Any error in the form in which it may leave: expected ones with their sentence and code, GraphQL's own request errors
 * as `BAD_INPUT`, and all others masked as `INTERNAL` with the request id under which they are logged.
 */
export function toClientError(error: unknown, requestId: string): GraphQLError {
  const at = error instanceof GraphQLError ? error : undefined;
  if (at && clientErrors.has(at)) return at;
  const expected = findAppError(error);
  if (expected)
    return rebuild(at, expected.message, { code: expected.code, ...expected.details, ...httpOf(at, expected.code) });
  if (at && isOwn(at)) return ownError(at, requestId);
  return rebuild(at, INTERNAL_MESSAGE, { code: 'INTERNAL', requestId, ...httpOf(at, 'INTERNAL') });
}

/**
 * Hides what an error is until `toClientError` has judged it, so that one which passes it by has nothing to tell.
 * The error itself stays behind `originalError`.
 */
export function maskError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError && isOwn(error)) return error;
  return new GraphQLError(INTERNAL_MESSAGE, {
    originalError: error instanceof Error ? error : new TypeError(`Something was thrown that is no error: ${error}`),
  });
}

/**
 * What keeps a request from being read. Its HTTP status is sent whatever the client accepts, and the connection ends:
 * what is left of the body is not read.
 */
export function unreadable(code: 'BAD_INPUT' | 'TOO_LARGE', message: string, status = STATUS_OF[code]): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status, headers: { connection: 'close' } } } });
}

/** The code that a client sees for an error that went through `toClientError`. */
export function codeOf(error: { extensions?: Record<string, unknown> | undefined }): ErrorCode {
  const code = error.extensions?.['code'];
  return ERROR_CODES.find((known) => known === code) ?? 'INTERNAL';
}

/** Whether an error is for the operator's log: not expected, and not only the end of an abandoned request. */
export function isUnexpected(error: unknown): boolean {
  if (findAppError(error)) return false;
  if (!(error instanceof GraphQLError)) return !isAbortError(error);
  return error.originalError !== undefined && error.originalError !== null && isUnexpected(error.originalError);
}

/** Whether GraphQL or Yoga made it. A wrong variable's error wraps that of its scalar. */
function isOwn({ originalError }: GraphQLError): boolean {
  return !originalError || (originalError instanceof GraphQLError && isOwn(originalError));
}

/** An error as it goes to a client by other ways than a response of Yoga's, which takes off what is for HTTP alone. */
export function withoutHttp(error: GraphQLError): GraphQLFormattedError {
  const { http: _http, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}

/** Errors that GraphQL or Yoga made: about the request, in words of their own. */
function ownError(error: GraphQLError, requestId: string): GraphQLError {
  const { code: given, http: told } = error.extensions;
  const http = told as { status?: number } | undefined;
  const known = ERROR_CODES.find((code) => code === given);
  if (given === 'INTERNAL_SERVER_ERROR' || http?.status === 500) {
    return rebuild(error, INTERNAL_MESSAGE, { code: 'INTERNAL', requestId, ...httpOf(error, 'INTERNAL') });
  }
  const code = known ?? 'BAD_INPUT';
  return rebuild(error, expectationOf(error.message), { code, ...(http ? { http } : httpOf(error, code)) });
}

/**
 * An error without a path is from before the execution, and leaves a response without data; its status is not 200 then
 * where the client asks for the media type of GraphQL over HTTP.
 */
function httpOf(at: GraphQLError | undefined, code: ErrorCode): { http?: { spec: true; status: number } } {
  return at?.path ? {} : { http: { spec: true, status: STATUS_OF[code] } };
}

/** What has gone through `toClientError` already. */
const clientErrors = new WeakSet<GraphQLError>();

function rebuild(at: GraphQLError | undefined, message: string, extensions: Record<string, unknown>): GraphQLError {
  const error = new GraphQLError(message, {
    nodes: at?.nodes ?? null,
    source: at?.source ?? null,
    positions: at?.positions ?? null,
    path: at?.path ?? null,
    extensions,
  });
  clientErrors.add(error);
  return error;
}

/**
 * A problem with a value, without the value and without names of the schema that the client did not give: GraphQL repeats
 * wrong values, and a password sent in the wrong shape must not come back, nor reach a log.
 */
export function expectationOf(problem: string): string {
  return problem
    .replace(/^(.{0,80}? cannot represent [^:]*):[\s\S]*$/, '$1.')
    .replace(/^(Expected value of type "[^"]+"), found [\s\S]*$/, '$1.')
    .replace(/^Value [\s\S]* does not exist in ("\w+" enum)[\s\S]*$/, 'The value does not exist in the $1.')
    .replace(/ Did you mean [\s\S]*$/, '');
}
