import { isUtf8 } from 'node:buffer';
import { encodingOf } from '../../encoding.ts';
import { utf16Of } from '../../utf16.ts';

/**
 * How a page is encoded, as a label of `TextDecoder`: as UTF-8 or UTF-16 where it is, else by its own word, else by its
 * letters. What pages say of themselves is often left from before they were saved anew.
 */
export function htmlEncodingOf(bytes: Uint8Array): string {
  const detected = encodingOf(bytes);
  if (detected !== null && (isUtf8(bytes) || utf16Of(bytes))) return detected;
  return declaredIn(bytes) ?? detected ?? 'windows-1252';
}

/** Null where it says nothing, or what can't be: UTF-8 and UTF-16 would have been seen. */
function declaredIn(bytes: Uint8Array): string | null {
  const beginning = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, DECLARED_WITHIN));
  const [, label] = DECLARATION.exec(beginning.toString('latin1')) ?? [];
  if (label === undefined) return null;
  try {
    const { encoding } = new TextDecoder(label);
    return encoding.startsWith('utf-') ? null : encoding;
  } catch {
    return null;
  }
}

/** Browsers look at 1,024 bytes first, and go on where the page is not there yet. */
const DECLARED_WITHIN = 4_096;

const DECLARATION = /<(?:meta[^>]{1,400}charset|\?xml[^>]{1,100}encoding)\s*=\s*["']?\s*([\w-]+)/i;
