import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { CONNECTION_LIMITS } from '../limits.ts';

/**
 * Lets the sender of a request that is answered before all of it has come see that answer. Node closes the connection
 * behind it, and the operating system resets a connection that something comes in on after that: the sender, still
 * sending, would see the reset instead. So only our side is closed until the sender has closed its own (RFC 9112, 9.6).
 */
export function lingerOnClose(http: Server): void {
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    // Before Node, which calls `destroySoon` then, where it does not keep the connection.
    response.prependOnceListener('finish', () => {
      const { socket } = request;
      if (request.complete || !http.listening) return;
      socket.destroySoon = () => {
        socket.end();
        const timer = setTimeout(() => socket.destroy(), CONNECTION_LIMITS.lingeringMs);
        socket.once('close', () => clearTimeout(timer));
      };
    });
  };
  http.on('request', onRequest);
  http.on('checkContinue', onRequest);
}
