import { describe, expect, it } from 'vitest';
import { selectBytes } from '../../src/lib/http-range.ts';

const ETAG = '"abc"';
const select = (headers: Record<string, string>, size = 100) => selectBytes(headers, { size, etag: ETAG });
const ALL = { status: 200, start: 0, end: 100 };

describe('the bytes that a request selects', () => {
  it.each([
    ['bytes=0-0', 0, 1],
    ['bytes=0-', 0, 100],
    ['bytes=10-19', 10, 20],
    ['Bytes= 99-', 99, 100],
    ['bytes=90-1000', 90, 100],
    ['bytes=0-99999999999999999999999', 0, 100],
    ['bytes=-1', 99, 100],
    ['bytes=-1000', 0, 100],
  ])('are those of %s', (range, start, end) => {
    expect(select({ range })).toEqual({ status: 206, start, end });
  });

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=99999999999999999999999-', 'bytes=-0'])(
    'are none for %s, which begins behind the end',
    (range) => {
      expect(select({ range })).toEqual({ status: 416 });
    },
  );

  it.each(['bytes=5-4', 'bytes=-', 'bytes=0-1,3-4', 'bytes=a-b', 'items=0-1', 'bytes=1', 'bytes=0x1-2', ''])(
    'are all for "%s", which is no single range of bytes',
    (range) => {
      expect(select({ range })).toEqual(ALL);
    },
  );

  it('of nothing are nothing', () => {
    expect(select({}, 0)).toEqual({ status: 200, start: 0, end: 0 });
    expect(select({ range: 'bytes=0-' }, 0)).toEqual({ status: 416 });
    expect(select({ range: 'bytes=-5' }, 0)).toEqual({ status: 416 });
  });

  it('are a range only of the version that `If-Range` names', () => {
    const range = 'bytes=0-0';
    expect(select({ range, 'if-range': ETAG })).toEqual({ status: 206, start: 0, end: 1 });
    for (const other of ['"abd"', `W/${ETAG}`, 'Sun, 01 Mar 2026 12:00:00 GMT', ''])
      expect(select({ range, 'if-range': other })).toEqual(ALL);
  });

  it('are none where the version is known already, or is another one than it was to be', () => {
    for (const known of [ETAG, `W/${ETAG}`, `"x", ${ETAG}`, '*'])
      expect(select({ 'if-none-match': known, range: 'bytes=0-0' })).toEqual({ status: 304 });
    expect(select({ 'if-none-match': '"x"' })).toEqual(ALL);
    for (const wanted of ['"x"', `W/${ETAG}`]) expect(select({ 'if-match': wanted })).toEqual({ status: 412 });
    for (const wanted of [ETAG, '*']) expect(select({ 'if-match': wanted })).toEqual(ALL);
  });
});
