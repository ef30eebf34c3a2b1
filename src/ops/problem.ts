import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

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

/** Answers with a problem on a bare connection, such as an upgrade request's, and ends it. */
export function writeProblem(socket: Duplex, status: number, detail?: string): void {
  const body = JSON.stringify(createProblem(status, detail));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    `content-type: ${PROBLEM_MEDIA_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  // The client's side is not waited for: it may stay silent.
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
