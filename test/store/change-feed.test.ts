import { describe, expect, it } from 'vitest';
import { type DocumentId, newId, type TenantId } from '../../src/ids.ts';
import { type DocumentAccess, EVERYTHING, type Scope } from '../../src/store/access.ts';
import { createChangeFeed, type StoredChange } from '../../src/store/change-feed.ts';
import type { DocumentChange } from '../../src/store/documents.ts';

describe('a change feed', () => {
  const tenantId = newId<TenantId>();
  const read = (
    feed: ReturnType<typeof createChangeFeed>,
    signal = new AbortController().signal,
    scope: Scope = EVERYTHING,
  ) => feed.read(tenantId, scope, { signal })[Symbol.asyncIterator]();
  const access: DocumentAccess = { collection: null, visibility: 'ORGANIZATION', containsPii: false, createdBy: null };
  const added = (documentId: DocumentId): StoredChange => ({ documentId, before: null, after: access });
  const updated = (documentId: DocumentId): StoredChange => ({ documentId, before: access, after: access });
  const deleted = (documentId: DocumentId): StoredChange => ({ documentId, before: access, after: null });
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

  it('leaves updates out for a reader who is a thousand changes behind, but the last of each document stays', async () => {
    const feed = createChangeFeed();
    const reader = read(feed);
    const first = reader.next();
    const [busy, quiet, early] = [newId<DocumentId>(), newId<DocumentId>(), newId<DocumentId>()];
    feed.publish(tenantId, added(busy));
    await first;
    feed.publish(tenantId, added(quiet));
    feed.publish(tenantId, updated(early));
    for (let at = 0; at < 1_500; at++) feed.publish(tenantId, updated(busy));
    feed.publish(tenantId, deleted(quiet));

    const taken: DocumentChange[] = [];
    while (taken.at(-1)?.type !== 'DELETED') taken.push((await reader.next()).value);
    expect(taken.length).toBeLessThan(1_000);
    expect(taken.slice(0, 2)).toEqual([{ type: 'ADDED', documentId: quiet }, update(early)]);
    expect(taken.slice(2, -1)).toEqual(Array(taken.length - 3).fill(update(busy)));
    expect(taken.at(-1)).toEqual({ type: 'DELETED', documentId: quiet });
    feed.close();
  });

  it('ends with an error for a reader who is ten thousand documents behind, and keeps nothing for it', async () => {
    const feed = createChangeFeed();
    const [slow, quick] = [read(feed), read(feed)];
    const first = slow.next();
    for (let at = 0; at < 20_000; at++) {
      const change = quick.next();
      feed.publish(tenantId, added(newId<DocumentId>()));
      expect((await change).value.type).toBe('ADDED');
    }
    expect((await first).value.type).toBe('ADDED');
    expect(feed.readers).toBe(1);
    await expect(slow.next()).rejects.toThrow('changes behind');
    expect(await slow.next()).toEqual({ done: true, value: undefined });
    feed.close();
  });

  it('tells a reader of what comes into sight, goes out of it, and nothing of what is out of it', async () => {
    const feed = createChangeFeed();
    const scope: Scope = { userId: null, piiAccess: false, collections: null };
    const reader = read(feed, new AbortController().signal, scope);
    const first = reader.next();
    const hidden = { ...access, containsPii: true };
    const documentId = newId<DocumentId>();
    feed.publish(tenantId, { documentId, before: null, after: hidden });
    feed.publish(tenantId, { documentId, before: hidden, after: access });
    feed.publish(tenantId, { documentId, before: access, after: access });
    feed.publish(tenantId, { documentId, before: access, after: hidden });
    feed.publish(tenantId, { documentId, before: hidden, after: null });
    feed.publish(tenantId, { documentId, before: access, after: null });
    const taken = [(await first).value];
    for (let at = 1; at < 4; at++) taken.push((await reader.next()).value);
    expect(taken.map(({ type }) => type)).toEqual(['ADDED', 'UPDATED', 'DELETED', 'DELETED']);
    feed.close();
  });
});
