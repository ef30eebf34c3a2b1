import type { Operation } from './operation.ts';

/** What Carrel adds to the initial context of every operation, over HTTP and WebSocket alike. */
export interface ServerContext {
  readonly operation: Operation;
  /** The caller's network address. */
  readonly address: string;
  /** Whether the connection is still there; false where nobody can tell. */
  isConnected(): boolean;
  /** The User-Agent header; null without one. */
  readonly device: string | null;
  /** The Authorization header, or what a socket's client sent in its place. */
  readonly authorization: string | null;
}
