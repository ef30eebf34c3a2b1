import { describe, expect, it } from 'vitest';
import {
  ingestDocument,
  matching,
  nearest,
  newAttempt,
  newChunk,
  newDocument,
  newMember,
  openTestTenant,
} from '../support/store-fixtures.ts';
import type { OpenedStore } from './opened-store.ts';

export function describeReopening(open: () => Promise<OpenedStore>): void {
  describe('closing', () => {
    it('keeps everything for the next opening, and may be done twice', async () => {
      const opened = await open();
      try {
        const member = newMember();
        const { id: tenantId } = member.tenant;
        await opened.store.directory.register(member);
        const tenant = await openTestTenant(opened.store, tenantId);
        const id = await ingestDocument(tenant, [newChunk(0)], { text: 'kept' });
        const waiting = newDocument();
        await opened.store.queue.add({ tenantId, documentId: waiting.document.id });
        await tenant.documents.create(waiting.document, waiting.original);
        const counted = { key: 'a', uses: 2, msLeft: 3_600_000 };
        await opened.store.counters.add([counted]);
        const before = await tenant.documents.list({ filter: {}, limit: 5, after: null });

        const store = await opened.reopen();
        expect(await store.directory.findUserByEmail(member.user.email)).toEqual(member.user);
        const again = await openTestTenant(store, tenantId);
        expect(await again.documents.list({ filter: {}, limit: 5, after: null })).toEqual(before);
        expect(await again.documents.text(id, { start: 0 })).toBe('kept');
        const search = { limit: 5, filter: {} };
        expect(await nearest(again, newChunk(0).vector, search)).toMatchObject([{ documentId: id }]);
        expect(await matching(again, ['word'], search)).toMatchObject([{ documentId: id }]);
        expect(await store.queue.size()).toBe(1);
        expect((await store.counters.add([counted])).get('a')?.uses).toBe(4);
        expect(await again.ingestion.begin(newAttempt(waiting.document.id))).not.toBeNull();
        await store.close();
        await store.close();
      } finally {
        await opened.close();
      }
    });

    it('lets running calls finish and refuses later ones', async () => {
      const opened = await open();
      try {
        const member = newMember();
        const running = opened.store.directory.register(member);
        const closed = opened.store.close();
        await running;
        await closed;
        await expect(opened.store.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
        const store = await opened.reopen();
        expect(await store.directory.findUserByEmail(member.user.email)).toEqual(member.user);
      } finally {
        await opened.close();
      }
    });
  });
}
