import { createTimeSlice } from '../../lib/time-slice.ts';

/**
 * A text without the content of the pictures, fonts and other files that stand in it as data URIs: nobody reads them, and
 * to embed one takes as long as a book. Their media types stay: `![plan](data:image/png;base64,…)`.
 */
export async function withoutDataUris(text: string, { signal }: { signal?: AbortSignal | undefined }): Promise<string> {
  const slice = createTimeSlice(2, { signal });
  let kept = '';
  let from = 0;
  for (let at = text.indexOf('data:'); at >= 0; at = text.indexOf('data:', at + 1)) {
    if (slice.isOver()) await slice.next();
    const head = matchAt(HEAD, text, at);
    if (head === 0) continue;
    const start = at + head;
    const [content, shortest] = text.startsWith('base64,', start - 7) ? [BASE64, 80] : [ENCODED, 200];
    let end = start;
    for (let length = -1; length !== 0; end += length) {
      length = matchAt(content, text, end);
      if (slice.isOver()) await slice.next();
    }
    if (end - start < shortest) continue;
    kept += `${text.slice(from, start)}…`;
    from = end;
    at = end - 1;
  }
  return kept + text.slice(from);
}

const HEAD = /data:[\w.+-]{1,80}\/[\w.+-]{1,80}(?:;[\w.=+-]{1,80}){0,4},/y;

/** A piece of it, as V8 can't match a long one at once; it may be wrapped at a margin. */
const BASE64 = /[\w+/=%-]{1,4000}|\r?\n[ \t]{0,40}(?=[\w+/]{60}|[\w+/]{2,59}={1,2}(?![\w+/=]))/y;
const ENCODED = /[^\s"'()<>]{1,4000}/y;

/** The length of what a sticky pattern matches there. */
function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
