import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  AuditLogDocument,
  DocumentsDocument,
  LoginDocument,
  MembersDocument,
  SearchDocument,
} from '../../schema/typed/graphql.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { createClient } from '../support/client.ts';
import { startTestServer } from '../support/server.ts';
import { openTestTenant } from '../support/store-fixtures.ts';

/** Made by the version before sessions, members and the audit: one organisation with its owner and one document. */
const DATA = new URL('../data/first-release', import.meta.url).pathname;

describe('a data folder of the version before', () => {
  it('is brought up to date when it is opened, with all that it has', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'carrel-upgrade-'));
    await cp(DATA, dataDir, { recursive: true });
    const server = await startTestServer({ DATA_DIR: dataDir });
    try {
      const input = { email: 'old@example.org', password: 'correct horse' };
      const { login } = await server.anonymous().data(LoginDocument, { input });
      expect(login.viewer).toMatchObject({ role: 'OWNER', piiAccess: true, collections: null });
      const owner = createClient(server.url, login.accessToken);
      const { documents } = await owner.data(DocumentsDocument, {});
      expect(documents.edges).toMatchObject([{ node: { name: 'a.md', collection: null, visibility: 'ORGANIZATION' } }]);
      const { search } = await owner.data(SearchDocument, { query: 'How many days of paid leave?' });
      expect(search).toMatchObject({ answerable: true, passages: [{ text: 'Employees get 25 days of paid leave.' }] });
      const [member] = (await owner.data(MembersDocument, {})).members.edges;
      // With the account.
      expect(member?.node).toMatchObject({ joinedAt: '2026-11-25T21:15:33.856Z', suspendedAt: null });
      const viewer = await server.join(owner);
      expect((await viewer.data(DocumentsDocument, {})).documents.totalCount).toBe(1);
      expect((await owner.data(AuditLogDocument, {})).auditLog.totalCount).toBeGreaterThan(2);
    } finally {
      await server.close();
    }
  });

  it('keeps its embedder where it is first opened with another one', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'carrel-upgrade-'));
    await cp(DATA, dataDir, { recursive: true });
    const store = await openEmbeddedStore({ dataDir, embedder: { id: 'other', dimensions: 6 } });
    try {
      const known = { id: 'all-MiniLM-L6-v2-int8', dimensions: 384, setting: null };
      const [outdated, ...others] = await store.outdated();
      if (!outdated) throw new Error('Its organisation has vectors of another embedder.');
      expect([outdated.embedder, others]).toEqual([known, []]);
      const tenant = await openTestTenant(store, outdated.tenantId);
      expect(await tenant.chunks.embedder()).toBe(known.id);
      expect(await tenant.reembedding.progress()).toEqual({ from: known.id, to: 'other', done: 0, total: 1 });
    } finally {
      await store.close();
      await rm(dataDir, { recursive: true });
    }
  });
});
