import type { ErrorCode } from '../gql/graphql.ts';

/** What the server says went wrong, or that it could not be reached. */
export interface Failure {
  /** NETWORK: there was no answer at all. */
  readonly code: ErrorCode | 'NETWORK';
  /** The server's sentence; empty for NETWORK. */
  readonly message: string;
  readonly reason?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly requestId?: string | undefined;
}

/** There is no session any more; the sign-in page says so in words of its own. */
export const SESSION_ENDED: Failure = { code: 'UNAUTHENTICATED', message: '' };

/** A failure that is thrown. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message || 'The server did not answer.', options);
    this.failure = failure;
  }
}

/** A GraphQL error as the server sends it; urql keeps its extensions too. */
export interface ServerError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** Reads the first error of a response. */
export function failureOf({ message, extensions = {} }: ServerError): Failure {
  const text = (name: string) => (typeof extensions[name] === 'string' ? extensions[name] : undefined);
  const seconds = extensions['retryAfterSeconds'];
  return {
    code: (text('code') ?? 'INTERNAL') as ErrorCode,
    message,
    reason: text('reason'),
    requestId: text('requestId'),
    retryAfterSeconds: typeof seconds === 'number' ? seconds : undefined,
  };
}

/** What an operation of urql, a request or anything else failed with. */
export function toFailure(error: unknown): Failure {
  if (error instanceof RequestError) return error.failure;
  if (error instanceof Error && 'graphQLErrors' in error) {
    const [first] = error.graphQLErrors as readonly ServerError[];
    if (first) return failureOf(first);
    if ('networkError' in error && error.networkError instanceof RequestError) return error.networkError.failure;
  }
  return { code: 'NETWORK', message: '' };
}
