import { cp, mkdtemp } from 'node:fs/promises';
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
import { createClient } from '../support/client.ts';
import { startTestServer } from '../support/server.ts';

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
});
