import { afterEach, describe, expect, it } from 'vitest';
import { type DocumentId, type LeaseId, newId, type TenantId } from '../../src/ids.ts';
import type { LeasedDocument, QueuedDocument } from '../../src/store/ingestion-queue.ts';
import type { Store } from '../../src/store/store.ts';

const LONG_MS = 60_000;

export function describeQueue(store: () => Store): void {
  describe('the queue', () => {
    const queue = () => store().queue;
    // In this order of their ids.
    const [a, b, c] = [newId<TenantId>(), newId<TenantId>(), newId<TenantId>()].sort() as [
      TenantId,
      TenantId,
      TenantId,
    ];
    const added: QueuedDocument[] = [];
    const lease = (after: TenantId | null = null, leaseMs = LONG_MS) => queue().lease({ after, leaseMs });
    const add = async (tenantId: TenantId): Promise<QueuedDocument> => {
      const item = { tenantId, documentId: newId<DocumentId>() };
      added.push(item);
      await queue().add(item);
      return item;
    };

    afterEach(async () => {
      for (const item of added.splice(0)) await queue().remove(item);
      expect(await queue().size()).toBe(0);
    });

    it('hands out each document once, the longest-waiting of a tenant first', async () => {
      const [first, second] = [await add(a), await add(a)];
      await queue().add(first);
      expect(await queue().size()).toBe(2);

      const leases = [await lease(), await lease()];
      expect(leases).toEqual([
        { ...first, lease: expect.any(String) },
        { ...second, lease: expect.any(String) },
      ]);
      expect(leases[0]?.lease).not.toBe(leases[1]?.lease);
      expect(await lease()).toBeNull();
      expect(await queue().size()).toBe(2);
    });

    it('hands out for its sentences a document whose passages are done, and no other', async () => {
      const [done, waiting] = [await add(a), await add(a)];
      const sentences = (after: TenantId | null = null) =>
        queue().lease({ work: 'SENTENCES', after, leaseMs: LONG_MS });
      const held = await lease();
      expect(held).toMatchObject(done);
      expect(await queue().advance({ ...done, lease: 'another' as LeaseId })).toBe(false);
      expect(await sentences()).toBeNull();

      expect(held && (await queue().advance(held))).toBe(true);
      expect(await queue().size()).toBe(1);
      expect(await queue().size({ work: 'SENTENCES' })).toBe(1);
      expect(await lease()).toMatchObject(waiting);
      expect(await lease()).toBeNull();
      const next = await sentences(b);
      expect(next).toMatchObject(done);
      expect(await sentences()).toBeNull();
      expect(next && (await queue().release(next))).toBe(true);
      expect(await sentences()).toMatchObject(done);
    });

    it('goes round the tenants, so that none waits behind another’s many', async () => {
      for (let i = 0; i < 3; i++) await add(b);
      await add(a);
      await add(c);
      const order: TenantId[] = [];
      for (let item = await lease(); item; item = await lease(item.tenantId)) order.push(item.tenantId);
      expect(order).toEqual([a, b, c, b, b]);
    });

    it('passes over the tenants that it is told to', async () => {
      const [ofA, ofB, ofC] = [await add(a), await add(b), await add(c)];
      const except = [a, c];
      expect(await queue().lease({ after: null, except, leaseMs: LONG_MS })).toMatchObject(ofB);
      expect(await queue().lease({ after: b, except, leaseMs: LONG_MS })).toBeNull();
      expect(await queue().lease({ after: b, except: [c], leaseMs: LONG_MS })).toMatchObject(ofA);
      expect(await lease()).toMatchObject(ofC);
    });

    it('gives one document to one of many that ask at once', async () => {
      const items = [await add(a), await add(b)];
      const leases = await Promise.all(Array.from({ length: 10 }, () => lease()));
      const got = leases.flatMap((item) => (item ? [item.documentId] : []));
      expect(got.sort()).toEqual(items.map(({ documentId }) => documentId).sort());
    });

    it('keeps a reserved document back until it is released', async () => {
      const item = { tenantId: a, documentId: newId<DocumentId>() };
      added.push(item);
      const held = await queue().reserve(item, { leaseMs: LONG_MS });
      expect(held).toEqual({ ...item, lease: expect.any(String) });
      expect(await queue().size()).toBe(1);
      expect(await lease()).toBeNull();

      await queue().release(held);
      expect(await lease()).toMatchObject(item);
    });

    it('lets a document wait behind those that waited before it, whatever place it had', async () => {
      const places = async () => await queue().waiting(a, { limit: 10 });
      const reserved = { tenantId: a, documentId: newId<DocumentId>() };
      added.push(reserved);
      const held = await queue().reserve(reserved, { leaseMs: LONG_MS });
      const read = await add(a);
      const taken = (await lease()) as LeasedDocument;
      await queue().advance(taken);
      const first = await add(a);
      expect(await places()).toEqual([first.documentId]);

      expect(await queue().release(held, { behindOthers: true })).toBe(true);
      expect(await places()).toEqual([first.documentId, reserved.documentId]);
      await queue().add(read);
      expect(await places()).toEqual([first.documentId, reserved.documentId, read.documentId]);
      const last = await add(a);
      expect(await places()).toEqual([first, reserved, read, last].map(({ documentId }) => documentId));

      const working = (await lease()) as LeasedDocument;
      expect(await queue().release(working, { behindOthers: true })).toBe(true);
      expect(await places()).toEqual([reserved, read, last, first].map(({ documentId }) => documentId));
      expect(await queue().release(working, { behindOthers: true })).toBe(false);
    });

    it('hands out a reserved document whose holder lets the lease end', async () => {
      const item = { tenantId: a, documentId: newId<DocumentId>() };
      added.push(item);
      await queue().reserve(item, { leaseMs: 0 });
      expect(await lease()).toMatchObject(item);
    });

    it('hands out again what is released, at once and under another name', async () => {
      await add(a);
      const held = (await lease()) as LeasedDocument;
      await queue().release(held);
      const again = (await lease()) as LeasedDocument;
      expect(again.documentId).toBe(held.documentId);
      expect(again.lease).not.toBe(held.lease);

      await queue().release(held);
      expect(await lease()).toBeNull();
      expect(await queue().renew(held, { leaseMs: LONG_MS })).toBe(false);
      expect(await queue().renew(again, { leaseMs: LONG_MS })).toBe(true);
    });

    it('hands out again what was leased for a time that is over, unless it was prolonged', async () => {
      const [lapsed, kept] = [await add(a), await add(b)];
      const first = (await lease(null, 0)) as LeasedDocument;
      const second = (await lease(a, 0)) as LeasedDocument;
      expect([first.documentId, second.documentId]).toEqual([lapsed.documentId, kept.documentId]);
      expect(await queue().renew(second, { leaseMs: LONG_MS })).toBe(true);

      expect(await lease()).toMatchObject(lapsed);
      expect(await lease()).toBeNull();
      expect(await queue().renew(first, { leaseMs: LONG_MS })).toBe(false);
    });

    it('forgets what is removed, whoever holds it', async () => {
      const [waiting, leased] = [await add(b), await add(a)];
      const held = (await lease()) as LeasedDocument;
      expect(held.documentId).toBe(leased.documentId);
      await queue().remove(leased);
      await queue().remove(waiting);
      await queue().remove(waiting);

      expect(await queue().renew(held, { leaseMs: LONG_MS })).toBe(false);
      await queue().release(held);
      expect(await lease()).toBeNull();
      expect(await queue().size()).toBe(0);
    });
  });
}
