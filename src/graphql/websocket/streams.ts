import type { Operation } from '../operation.ts';

/** The streams that sockets hold, from the message that asks for one to its end. */
export interface SocketStreams<Socket> {
  /** A place for one, with the signal that stops it; null where the socket holds as many as it may. */
  begin(socket: Socket, id: string, operation: Operation): AbortSignal | null;
  /** Stops one and reports its operation; fine where there is none. */
  finish(socket: Socket, id: string): void;
  finishAll(socket: Socket): void;
  /** Resolves when no socket holds any, at most after `ms`. */
  whenIdle(ms: number): Promise<void>;
}

/** Holds the streams of all sockets of this process. */
export function createSocketStreams<Socket extends object>(perSocket: number): SocketStreams<Socket> {
  const streams = new Map<Socket, Map<string, { operation: Operation; stop: AbortController }>>();
  let onIdle: (() => void) | undefined;

  const finish = (socket: Socket, id: string) => {
    const ofSocket = streams.get(socket);
    const stream = ofSocket?.get(id);
    if (!ofSocket || !stream) return;
    ofSocket.delete(id);
    if (ofSocket.size === 0) streams.delete(socket);
    stream.stop.abort();
    stream.operation.end();
    if (streams.size === 0) onIdle?.();
  };

  return {
    begin: (socket, id, operation) => {
      const ofSocket = streams.get(socket) ?? new Map();
      if (ofSocket.size >= perSocket) return null;
      const stop = new AbortController();
      streams.set(socket, ofSocket.set(id, { operation, stop }));
      return stop.signal;
    },
    finish,
    finishAll: (socket) => {
      for (const id of [...(streams.get(socket)?.keys() ?? [])]) finish(socket, id);
    },
    whenIdle: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
        if (streams.size === 0) onIdle();
      }),
  };
}
