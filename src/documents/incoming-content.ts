import { webcrypto } from 'node:crypto';
import type { Readable } from './parsers/file-sample.ts';

/** What a document is to be made of: a text's bytes, or a file that was counted and hashed while it came in. */
export type IncomingContent = Uint8Array | IncomingFile;

interface IncomingFile extends Readable, AsyncIterable<Uint8Array> {
  /** In hex. */
  readonly sha256: string;
}

/** In bytes. */
export function sizeOf(content: IncomingContent): number {
  return content instanceof Uint8Array ? content.byteLength : content.sizeBytes;
}

/** In hex. Off the event loop: ten megabytes take some milliseconds. */
export async function sha256Of(content: IncomingContent): Promise<string> {
  if (!(content instanceof Uint8Array)) return content.sha256;
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', content)).toString('hex');
}
