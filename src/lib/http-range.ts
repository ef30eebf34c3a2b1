/** What a GET or HEAD gets by its conditions and its range (RFC 9110, 13 and 14): all bytes, some of them, or none. */
export type Selection =
  | { readonly status: 200 | 206; readonly start: number; readonly end: number }
  /** Not modified; another version than it was to be; a range that begins behind the end. */
  | { readonly status: 304 | 412 | 416 };

/** Headers of a request, by their names in lower case. */
interface Conditions {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
  readonly range?: string | undefined;
  readonly [name: string]: string | readonly string[] | undefined;
}

/** Chooses the bytes of a resource. What is no single range of bytes is no range, as a server may have it: then all come. */
export function selectBytes(headers: Conditions, { size, etag }: { size: number; etag: string }): Selection {
  if (headers['if-match'] !== undefined && !names(headers['if-match'], etag)) return { status: 412 };
  if (headers['if-none-match'] !== undefined && names(headers['if-none-match'].replaceAll('W/', ''), etag))
    return { status: 304 };

  const all = { status: 200, start: 0, end: size } as const;
  const { 'if-range': ifRange = etag } = headers;
  // A date never fits: nothing here says when it was changed.
  if (ifRange !== etag) return all;
  const [, first = '', last = ''] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(headers.range ?? '') ?? [];
  if (first === '' && last === '') return all;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? { status: 416 } : { status: 206, start: size - length, end: size };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return all;
  if (start >= size) return { status: 416 };
  return { status: 206, start, end: last === '' ? size : Math.min(Number(last) + 1, size) };
}

/** Whether a list of entity tags, or `*`, names one. */
function names(list: string, etag: string): boolean {
  return list.split(',').some((one) => one.trim() === '*' || one.trim() === etag);
}
