import { GraphQLError } from 'graphql';
import { ERROR_CODES, type ErrorCode, findAppError, INTERNAL_MESSAGE, isAbortError } from '../errors.ts';

/**
 * Any error in the form in which it may leave: expected ones with their sentence and code, GraphQL's own request errors
 * as `BAD_INPUT`, and all others masked as `INTERNAL` with the request id under which they are logged.
 */
export function toClientError(error: unknown, requestId: string): GraphQLError {
  const at = error instanceof GraphQLError ? error : undefined;
  if (at && clientErrors.has(at)) return at;
  const expected = findAppError(error);
  if (expected) return rebuild(at, expected.message, { code: expected.code, ...expected.details });
  if (at && isOwn(at)) return ownError(at, requestId);
  return rebuild(at, INTERNAL_MESSAGE, { code: 'INTERNAL', requestId });
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

/** Errors that GraphQL or Yoga made: about the request, in words of their own. */
function ownError(error: GraphQLError, requestId: string): GraphQLError {
  const known = error.extensions['code'];
  const http = error.extensions['http'] as { status?: number } | undefined;
  if (known === 'INTERNAL_SERVER_ERROR' || http?.status === 500) {
    return rebuild(error, INTERNAL_MESSAGE, { code: 'INTERNAL', requestId });
  }
  if (http?.status === 413) {
    return rebuild(error, 'The request is too large. Send a smaller file or a shorter text.', {
      code: 'TOO_LARGE',
      http,
    });
  }
  const code = ERROR_CODES.find((code) => code === known) ?? 'BAD_INPUT';
  return rebuild(error, withoutValues(error.message), { code, ...(http && { http }) });
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
 * GraphQL repeats a wrong value in its message; a password sent in the wrong shape must not come back, nor reach a log.
 * What is kept: where it is, and what was expected there.
 */
function withoutValues(message: string): string {
  const coercion = /^Variable "(\$[^"]+)" got invalid value [\s\S]*?(?: at "([^"]+)")?; ([\s\S]*)$/.exec(message);
  if (!coercion) return expectationOf(message);
  const [, variable, path, problem = ''] = coercion;
  return `Variable "${path ?? variable}" holds an invalid value: ${expectationOf(problem)}`;
}

/** A problem with a value, without the value. */
function expectationOf(problem: string): string {
  return problem
    .replace(/^(.{0,80}? cannot represent [^:]*):[\s\S]*$/, '$1.')
    .replace(/^(Expected value of type "[^"]+"), found [\s\S]*$/, '$1.')
    .replace(/^Value [\s\S]* does not exist in ("\w+" enum)[\s\S]*$/, 'The value does not exist in the $1.');
}
