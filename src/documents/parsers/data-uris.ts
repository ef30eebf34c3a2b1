import { createTimeSlice } from '../../lib/time-slice.ts';

/**
 * A text without the content of the pictures, fonts and other files that stand in it as data URIs: nobody reads them, and
 * to embed one takes as long as a book. Their media types stay: `![plan](data:image/png;base64,…)`.
 */
export async function withoutDataUris(text: string, { signal }: { signal?: AbortSignal | undefined }): Promise<string> {
  const slice = createTimeSlice(2, { signal });
  let kept = '';
  let from = 0;
  for (const { 0: uri, index } of text.matchAll(DATA_URI)) {
    kept += `${text.slice(from, index)}${uri.slice(0, uri.indexOf(',') + 1)}…`;
    from = index + uri.length;
    if (slice.isOver()) await slice.next();
  }
  return kept + text.slice(from);
}

/** Base64, which may be wrapped at a margin, or percent-encoded; short ones hide nothing. */
const DATA_URI =
  /data:[\w.+-]{1,80}\/[\w.+-]{1,80}(?:;[\w.=+-]{1,80}){0,4},(?:(?<=;base64,)(?:[\w+/=%-]|\r?\n[ \t]*(?=[\w+/]{60}|[\w+/]{2,59}={1,2}(?![\w+/=]))){80,}|(?<!;base64,)[^\s"'()<>]{200,})/gi;
