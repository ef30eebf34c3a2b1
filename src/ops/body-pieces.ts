import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { BODY_LIMITS } from '../limits.ts';
import { sendProblem } from './http-server.ts';

/**
 * Refuses bodies that come in far more pieces than their length takes. They are counted as Node's parser hands them over,
 * thousands out of one packet: whoever counts them where they are read has paid for keeping them already.
 */
export function limitBodyPieces(http: Server): void {
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const push = request.push;
    let bytes = 0;
    let pieces = 0;
    let isRefused = false;
    request.push = (piece, encoding) => {
      if (piece !== null) pieces += 1;
      bytes += piece?.length ?? 0;
      if (pieces <= BODY_LIMITS.pieces + bytes / BODY_LIMITS.bytesPerPiece) return push.call(request, piece, encoding);
      if (!isRefused) refuse(request, response);
      isRefused = true;
      // Node reads no more of the connection then.
      return false;
    };
  };
  http.on('request', onRequest);
  http.on('checkContinue', onRequest);
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) return void request.destroy();
  // As read: Node would else read the rest, to throw it away.
  request.resume();
  response.setHeader('connection', 'close');
  sendProblem(response, 400, 'The body comes in too many small pieces. Send it in larger ones, of some kB each.');
}
