import { expect, it } from 'vitest';
import { openOnTestServer } from '../support/mongo-on-test-server.ts';
import { describeProcesses } from '../support/mongo-processes.ts';
import { beginDocument, openNewTenant, openTestTenant } from '../support/store-fixtures.ts';

describeProcesses('MongoDB', { open: () => openOnTestServer(), events: 'change stream' });
describeProcesses('DocumentDB', { open: () => openOnTestServer({ profile: 'documentdb' }), events: 'polling' });

it('processes hear each other again after their connections were cut', async () => {
  const opened = await openOnTestServer();
  try {
    const other = await opened.openAnother();
    const here = await openNewTenant(opened.store);
    const there = await openTestTenant(other, here.tenantId);
    const stop = new AbortController();
    const first = there.documents.changes({ signal: stop.signal })[Symbol.asyncIterator]().next();
    opened.server.control.dropConnections();
    const { documentId } = await beginDocument(here);
    expect((await first).value).toEqual({ type: 'ADDED', documentId });
    stop.abort();
  } finally {
    await opened.close();
  }
});
