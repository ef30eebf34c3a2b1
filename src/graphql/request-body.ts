import type { IncomingMessage } from 'node:http';
import { unreadable } from './errors.ts';

/**
 * Reads a body and counts it as it comes in, before anybody keeps it.
 * @param read is called at once, and pipes the request into what reads it
 * @throws GraphQLError `TOO_LARGE`, `BAD_INPUT`, or what `read` throws; what is left of the body is thrown away
 */
export async function readBody<T>(
  request: IncomingMessage,
  { maxBytes, read }: { maxBytes: number; read: () => Promise<T> },
): Promise<T> {
  if (request.destroyed) throw cutOff();
  let bytes = 0;
  let refuse: (error: Error) => void = () => {};
  const refused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  const count = (piece: Uint8Array) => {
    bytes += piece.byteLength;
    if (bytes > maxBytes) refuse(tooLarge(maxBytes));
  };
  request.on('data', count);
  try {
    return await Promise.race([read(), refused]);
  } catch (error) {
    request.unpipe().resume();
    throw error;
  } finally {
    request.off('data', count);
  }
}

/** Why a body that was left halfway is not read. */
export function cutOff() {
  return unreadable('BAD_INPUT', 'The body ended before it was complete.');
}

/** Why a body is not read that is too long, or says that it will be. */
export function tooLarge(maxBytes: number) {
  return unreadable(
    'TOO_LARGE',
    `The body is too large: at most ${maxBytes.toLocaleString('en')} bytes are read. Send a smaller file or a shorter text.`,
  );
}
