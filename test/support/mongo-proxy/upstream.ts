import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { SILENCE } from '../mongo-server/listener.ts';
import { createFramer, type Request } from '../mongo-server/wire.ts';

/** One connection to the server behind a proxy. */
export interface Upstream {
  /** Sends a request and gives back the answer's bytes, none if it asks for none. @throws Error when the server is gone */
  ask(request: Request): Promise<Buffer>;
  end(): void;
}

/** Connects at the first request. `onGone`: the server broke the connection. */
export function createUpstream(address: { host: string; port: number }, onGone: () => void): Upstream {
  let socket: Promise<Socket> | null = null;
  let waiting: { resolve: (reply: Buffer) => void; reject: (error: Error) => void } | null = null;

  const open = async (): Promise<Socket> => {
    const opened = connect({ ...address, noDelay: true });
    const frame = createFramer();
    opened.on('data', (bytes) => {
      for (const message of frame(bytes)) waiting?.resolve(message);
    });
    opened.on('error', () => {});
    opened.on('close', () => {
      waiting?.reject(new Error('The server behind the proxy broke the connection.'));
      onGone();
    });
    await once(opened, 'connect');
    return opened;
  };

  return {
    async ask({ bytes, wantsReply }) {
      socket ??= open();
      const to = await socket;
      if (!wantsReply) {
        to.write(bytes);
        return SILENCE;
      }
      return await new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        to.write(bytes);
      });
    },
    end() {
      socket?.then(
        (opened) => opened.end(),
        () => {},
      );
    },
  };
}
