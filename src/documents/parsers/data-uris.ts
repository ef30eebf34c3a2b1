import { createTimeSlice } from '../../lib/time-slice.ts';

/**
 * A text without the content of the pictures, fonts and other files that stand in it as data URIs, or as Base64 alone:
 * nobody reads them, and to embed one takes as long as a book. Their media types stay: `![plan](data:image/png;base64,…)`.
 */
export async function withoutDataUris(text: string, { signal }: { signal?: AbortSignal | undefined }): Promise<string> {
  const slice = createTimeSlice(2, { signal });
  let kept = '';
  let from = 0;
  SCHEME.lastIndex = 0;
  for (let found = SCHEME.exec(text); found; found = SCHEME.exec(text)) {
    if (slice.isOver()) await slice.next();
    const at = found.index;
    const isUri = found[1] !== undefined;
    const start = at + (isUri ? matchAt(HEAD, text, at) : 0);
    if (start === at && isUri) continue;
    const [content, shortest] = isUri ? contentOf(text, at, start) : ([BASE64, 200] as const);
    let end = start;
    for (let length = -1; length !== 0; end += length) {
      length = matchAt(content, text, end);
      if (slice.isOver()) await slice.next();
    }
    if (end - start < shortest) continue;
    kept += `${text.slice(from, start)}…`;
    from = end;
    SCHEME.lastIndex = end;
  }
  return kept + text.slice(from);
}

/** How content goes on, and the shortest that is left out. */
function contentOf(text: string, at: number, start: number): [pattern: RegExp, shortest: number] {
  if (/base64,\s?$/i.test(text.slice(start - 9, start))) return [BASE64, 80];
  return [QUOTED[text.charAt(at - 1)] ?? ENCODED, 200];
}

/** Or what files of pictures, PDF, ZIP and of SVG begin with in Base64, which no word does. */
const SCHEME =
  /([Dd][Aa][Tt][Aa]:)|(?<![\w+/=-])(?:iVBORw0KGg|\/9j\/[24]|R0lGOD[dl]h|UklGR|JVBERi0|UEsDB[AB]|PHN2Zy|PD94bWw|Qk[012]|SUkqA|AAAA[FGHI]GZ0eX)/g;
const HEAD =
  /data:(?:[\w.+-]{1,80}\/[\w.+-]{1,80})?(?:;[\w.=+%"-]{1,80}){0,4}(?:(?<=;base64),[ \t]?(?:\r?\n)?|(?<!;base64),)/iy;

/** A piece of it, as V8 can't match a long one at once; it may be wrapped at a margin, and its last line is shorter. */
const BASE64 =
  /[\w+/=%-]{1,4000}|\r?\n[ \t]{0,40}(?=[\w+/]{60}|[\w+/]{2,59}={1,2}(?![\w+/=])|[\w+/]{1,59}[)"'>]|(?=[\w+/]{0,58}[a-z][A-Z\d+/])[\w+/]{16,59}\s)/y;
const ENCODED = /[!#-&*-;=?-~]{1,4000}/y;
/** Between quotation marks nothing needs to be encoded. */
const QUOTED: Readonly<Record<string, RegExp>> = { '"': /[^"\n]{1,4000}/y, "'": /[^'\n]{1,4000}/y };

/** The length of what a sticky pattern matches there. */
function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
