import { describe, expect, it } from 'vitest';
import { BrokenEventError, readEvents } from '../../src/models/event-stream.ts';

async function* cut(text: string, size = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function read(text: string, size?: number): Promise<unknown[]> {
  const events: unknown[] = [];
  for await (const event of readEvents(cut(text, size))) events.push(event);
  return events;
}

describe('the events of a stream', () => {
  const expected = [{ text: '日本 😀' }, { text: 'é' }];
  const plain = 'data: {"text":"日本 😀"}\n\ndata: {"text":"é"}\n\n';

  it.each([
    ['as they are', plain],
    ['with CRLF', plain.replaceAll('\n', '\r\n')],
    ['with CR', plain.replaceAll('\n', '\r')],
    ['behind a byte order mark', `\uFEFF${plain}`],
    ['without a blank after the colon', plain.replaceAll('data: ', 'data:')],
    [
      'with comments between and within them',
      `: hello\n\n${plain.replace('data: {"text":"é', ': ping\ndata: {"text":"é')}`,
    ],
    ['with names, ids, times to retry and fields that nobody knows', `event: x\nid: 7\nretry: 5\nodd: 1\n${plain}`],
    ['over two lines', plain.replace('{"text":"é"}', '{"text":\ndata: "é"}')],
    ['without the blank line at the end', plain.slice(0, -1)],
    ['without the end of the last line', plain.slice(0, -2)],
    ['up to [DONE]', `${plain}data: [DONE]\n\ndata: {"text":"more"}\n\n`],
    ['up to [DONE] without a line end', `${plain}data: [DONE]`],
  ])('are read %s, in one piece or cut between any two bytes', async (_, text) => {
    expect(await read(text)).toEqual(expected);
    for (let size = 1; size < 12; size++) expect(await read(text, size)).toEqual(expected);
  });

  it.each(['', ': nothing\n\n', '\n\n\n', 'event: ping\n\n'])('are none in %j', async (text) => {
    expect(await read(text)).toEqual([]);
  });

  it.each([
    ['no JSON', 'data: {"text":"a"}\n\ndata: {"text":\n\n'],
    ['cut in the middle of one', 'data: {"text":"a"}\n\ndata: {"te'],
    ['without an end', `data: "${'x'.repeat(1_100_000)}`],
  ])('are refused where the stream is %s', async (_, text) => {
    await expect(read(text, 10_000)).rejects.toThrow(BrokenEventError);
  });
});
