import { describe, expect, it } from 'vitest';
import { type DocumentId, newId, type TenantId } from '../../src/ids.ts';
import { createChangeFeed } from '../../src/store/change-feed.ts';
import type { DocumentChange } from '../../src/store/documents.ts';

describe('a change feed', () => {
  const tenantId = newId<TenantId>();
  const read = (feed: ReturnType<typeof createChangeFeed>, signal = new AbortController().signal) =>
    feed.read(tenantId, { signal })[Symbol.asyncIterator]();
  const update = (documentId: DocumentId): DocumentChange => ({ type: 'UPDATED', documentId });

  it('holds on to no reader that never began, left, was aborted, or outlived it', async () => {
    const feed = createChangeFeed();
    const stop = new AbortController();
    const readers = [read(feed), read(feed), read(feed, stop.signal), read(feed)];
    expect(feed.readers).toBe(0);
    const waiting = readers.slice(1).map((reader) => reader.next());
    expect(feed.readers).toBe(3);

    await readers[1]?.return?.();
    stop.abort();
    expect(feed.readers).toBe(1);
    feed.close();
    expect(feed.readers).toBe(0);
    for (const end of [...waiting, read(feed).next()]) expect(await end).toEqual({ done: true, value: undefined });
  });

  it('keeps a thousand changes for a slow reader: the oldest updates go first, the last of each document stays', async () => {
    const feed = createChangeFeed();
    const reader = read(feed);
    const first = reader.next();
    const [busy, quiet, early] = [newId<DocumentId>(), newId<DocumentId>(), newId<DocumentId>()];
    feed.publish(tenantId, { type: 'ADDED', documentId: busy });
    await first;
    feed.publish(tenantId, { type: 'ADDED', documentId: quiet });
    feed.publish(tenantId, update(early));
    for (let at = 0; at < 1_500; at++) feed.publish(tenantId, update(busy));
    feed.publish(tenantId, { type: 'DELETED', documentId: quiet });

    const taken: DocumentChange[] = [];
    for (let at = 0; at < 1_000; at++) taken.push((await reader.next()).value);
    expect(taken.slice(0, 2)).toEqual([{ type: 'ADDED', documentId: quiet }, update(early)]);
    expect(taken.slice(2, -1)).toEqual(Array(997).fill(update(busy)));
    expect(taken.at(-1)).toEqual({ type: 'DELETED', documentId: quiet });
    feed.close();
  });
});
