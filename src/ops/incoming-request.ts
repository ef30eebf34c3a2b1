import { IncomingMessage } from 'node:http';
import { endInTurn } from './endings.ts';

/**
 * A request that becomes a WebSocket where it asks for one. Node hands over whatever asks for any other protocol, too, such
 * as each first request of Java's client, which would rather speak HTTP/2: that is answered as it came (RFC 9110, 7.8).
 */
export class IncomingRequest extends IncomingMessage {
  // Node sets it before the headers are there, and reads it when they are.
  declare private asked: boolean | null;

  set upgrade(asked: boolean | null) {
    this.asked = asked;
  }

  get upgrade(): boolean | null {
    return this.asked && (this.method === 'CONNECT' || /^websocket$/i.test(this.headers.upgrade ?? ''));
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (error) endInTurn(() => super._destroy(error, callback));
    else super._destroy(error, callback);
  }
}

/**
 * Turns an absolute request target, as clients send it to proxies (`GET http://host/graphql HTTP/1.1`), into the path that
 * all else reads. Its host stands in place of `Host`, as RFC 9112 (3.2.2) says: what is checked is what was asked for.
 */
export function readTarget(request: Pick<IncomingMessage, 'url' | 'headers'>): void {
  const [, host, rest = ''] = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(request.url ?? '') ?? [];
  if (host === undefined) return;
  request.headers.host = host;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
}
