import type { GraphQLError } from 'graphql';
import { codeOf, isUnexpected, toClientError } from './errors.ts';
import type { Operation } from './operation.ts';

/** Logs an error that is not expected, in full, under the request id that the client gets. */
export type LogUnexpected = (error: unknown, requestId: string) => void;

/** An error as it may leave; the operation has failed with it, and one that is not expected is in the log. */
export function settle(error: unknown, operation: Operation, log: LogUnexpected): GraphQLError {
  if (isUnexpected(error)) log(error, operation.requestId);
  const client = toClientError(error, operation.requestId);
  operation.fail(codeOf(client));
  return client;
}
