import { randomBytes } from 'node:crypto';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, type WebSocket as GraphQLWebSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { createPacedHandler } from '../../lib/paced.ts';
import { SOCKET_LIMITS } from '../../limits.ts';
import { measure } from '../json-meter.ts';
import { BrokenRule, createOperationIds } from './operation-ids.ts';

/** Close codes of RFC 6455's registry: the client breaks a rule; not now, but come again. */
const POLICY_VIOLATION = 1008;
/** The client may come again later. */
export const TRY_AGAIN_LATER = 1013;
/** RFC 6455 has no room for more; a client's own id may be in it. */
const REASON_BYTES = 123;
/** graphql-ws says only that it is another one. */
const OTHER_PROTOCOL = `Sockets here speak ${GRAPHQL_TRANSPORT_WS_PROTOCOL}; name it in Sec-WebSocket-Protocol.`;

/** Messages, and ends, of a thousand sockets can come in at once: those of all sockets share the turns of the event loop. */
const inTurn = createPacedHandler<() => void>((work) => work());

/** What a socket's messages are handed to, and what it may send. */
export interface ConnectionOptions {
  /** Handed what graphql-ws knows as a socket, it gives what is to be called when that has closed. */
  opened(socket: GraphQLWebSocket): (code?: number, reason?: string) => Promise<void>;
  /** Whether the caller is known by now. */
  isKnown(): boolean;
  /** What a client may send in a second once it is known; a message counts 1, and 1 for every 4 kB. */
  readonly messagesPerSecond: number;
  /** A socket is closed because of what its client did. */
  onRefused(code: number, reason: string): void;
  onUnexpected(error: unknown): void;
}

/**
 * An open WebSocket: its messages are counted before they are read, it is read from only as fast as it is written to, and
 * it lives as long as its client answers pings.
 */
export function serveConnection(socket: WebSocket, options: ConnectionOptions): void {
  const close = (code: number = CloseCode.InternalServerError, reason = 'Internal server error') => {
    if (socket.readyState !== socket.OPEN) return;
    const why = code === CloseCode.SubprotocolNotAcceptable ? OTHER_PROTOCOL : reason;
    const told = Buffer.byteLength(why) <= REASON_BYTES ? why : 'A rule of the protocol was broken.';
    options.onRefused(code, told);
    socket.close(code, told);
  };
  const ids = createOperationIds();
  const meter = createMessageMeter(options);

  /** Messages that wait for their turn. */
  let waiting = 0;
  /**
   * Takes the next message only when the last has had its turn and the last answers have left: who does not read is not
   * answered without end.
   */
  const onSent = () => {
    if (socket.isPaused && waiting === 0 && socket.bufferedAmount <= SOCKET_LIMITS.unsentBytes) socket.resume();
  };
  const accept = (bytes: number): boolean => {
    if (socket.readyState !== socket.OPEN) return false;
    if (!meter(bytes)) {
      close(POLICY_VIOLATION, 'Too many messages. Send fewer in a second.');
      return false;
    }
    if (socket.bufferedAmount > SOCKET_LIMITS.unsentBytes) socket.pause();
    return true;
  };

  let handle: (message: unknown) => Promise<void> = async () => {};
  // graphql-ws asks a stream for its next event when this one has left.
  const send = (message: string) =>
    new Promise<void>((resolve) => {
      if (socket.readyState !== socket.OPEN) return resolve();
      const known = ids.write(message);
      if (known === null) return resolve();
      socket.send(known, () => {
        onSent();
        resolve();
      });
    });
  const closed = options.opened({
    protocol: socket.protocol,
    close,
    onMessage: (handler) => {
      // Its `parseMessage` takes a text or what that holds.
      handle = handler as (message: unknown) => Promise<void>;
    },
    send,
    onPing: (payload) => {
      const fault = faultOf(payload);
      if (fault !== null) return close(CloseCode.BadRequest, fault);
      return send(JSON.stringify({ type: 'pong', payload }));
    },
  });

  const take = async (text: string) => {
    waiting -= 1;
    onSent();
    try {
      const message = ids.read(text);
      if (message !== null) await handle(message);
    } catch (error) {
      if (error instanceof BrokenRule) return close(error.code, error.message);
      options.onUnexpected(error);
      close();
    }
  };
  socket.on('message', (data) => {
    const text = String(data);
    if (!accept(text.length)) return;
    waiting += 1;
    inTurn(() => void take(text));
    if (waiting > 0) socket.pause();
  });
  socket.on('ping', (payload) => {
    if (accept(payload.length)) socket.pong(payload, false, onSent);
  });
  socket.on('pong', (payload) => accept(payload.length));
  // A client that breaks WebSocket's rules is closed by `ws`, with the right code.
  socket.on('error', () => {});

  const stopPinging = keepAlive(socket);
  socket.once('close', (code, reason) => {
    stopPinging();
    inTurn(() => void closed(code, String(reason)).catch(options.onUnexpected));
  });
}

/** Ends a socket whose client has not answered the last ping. What it answers must be that ping: pongs can be made up. */
function keepAlive(socket: WebSocket): () => void {
  let awaited: Buffer | null = null;
  socket.on('pong', (payload) => {
    if (awaited?.equals(payload)) awaited = null;
  });
  const timer = setInterval(() => {
    if (awaited) return socket.terminate();
    awaited = randomBytes(4);
    socket.ping(awaited);
  }, SOCKET_LIMITS.keepAliveMs);
  return () => clearInterval(timer);
}

/** Whether a message of so many bytes may come now. */
function createMessageMeter(options: ConnectionOptions): (bytes: number) => boolean {
  let sinceMs = performance.now();
  let spent = 0;
  return (bytes) => {
    const nowMs = performance.now();
    const isKnown = options.isKnown();
    if (isKnown && nowMs - sinceMs >= 1_000) {
      sinceMs = nowMs;
      spent = 0;
    }
    spent += 1 + Math.floor(bytes / 4_096);
    return spent <= (isKnown ? options.messagesPerSecond : SOCKET_LIMITS.anonymousMessages);
  };
}

/** What is wrong with a payload that is to be sent back, as far as counting tells. */
function faultOf(payload: unknown): string | null {
  try {
    measure(payload);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
