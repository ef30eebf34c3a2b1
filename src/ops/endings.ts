import { type IncomingMessage, ServerResponse } from 'node:http';
import { createPacedHandler } from '../lib/paced.ts';

/**
 * Does what follows when a client leaves, which stops work, frees what it held and is logged. Thousands can leave at the
 * same moment: each is stopped within some turns of the event loop, and others are heard between them.
 */
export const endInTurn = createPacedHandler<() => void>((end) => end());

/** An answer whose reader has left says so in its turn. */
export class OutgoingResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event !== 'close' || this.writableFinished) return super.emit(event, ...args);
    endInTurn(() => super.emit(event, ...args));
    return true;
  }
}
