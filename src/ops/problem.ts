import { STATUS_CODES } from 'node:http';

/** The media type of problem details (RFC 9457). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Why an HTTP request outside GraphQL failed. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
}

/**
 * The body of an HTTP error, as RFC 9457 section 4.2.1 has it: the status says all there is to say, and `detail`, a full
 * sentence for the reader, what to do.
 */
export function createProblem(status: number, detail?: string): Problem {
  const title = STATUS_CODES[status] ?? 'Unknown Error';
  return { type: 'about:blank', title, status, ...(detail !== undefined && { detail }) };
}
