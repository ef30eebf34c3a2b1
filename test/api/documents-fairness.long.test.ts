import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AskDocument,
  DocumentChangedDocument,
  type DocumentPartsFragment,
  IngestTextDocument,
  MeDocument,
  SearchDocument,
} from '../../schema/typed/graphql.ts';
import { type DocumentId, newId, type TenantId } from '../../src/ids.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import type { Store } from '../../src/store/store.ts';
import type { Client } from '../support/client.ts';
import { DEPLOYMENTS, type Deployment } from '../support/deployments.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { newDocument } from '../support/store-fixtures.ts';

/** More than a slow machine embeds in a minute. */
const LONG = Array.from(
  { length: 3_000 },
  (_, at) =>
    `Chapter ${at} tells of the year ${at + 1000}, in which nothing of note went on at all in this long town.\n`,
).join('\n');

/** Resolves once a document is as it is waited for. */
async function until(client: Client, id: string, isSo: (document: DocumentPartsFragment) => boolean): Promise<void> {
  for await (const { data } of client.stream(DocumentChangedDocument, { id })) {
    const document = data?.documentChanged.document;
    if (document && isSo(document)) return;
  }
  throw new Error('The document is gone.');
}

describe('the ingestion of two long documents of one organisation', () => {
  let server: TestServer;
  let busy: Client;
  const long: string[] = [];
  beforeAll(async () => {
    server = await startTestServer();
    busy = await server.register();
    for (const n of [1, 2, 3]) {
      const input = { name: `long-${n}.txt`, text: `${n}\n${LONG}` };
      long.push((await busy.data(IngestTextDocument, { input })).ingestText.document.id);
    }
    for (const id of long.slice(0, 2)) await until(busy, id, ({ progress }) => progress.chunksEmbedded > 0);
  });
  afterAll(() => server.close());

  const areGoingOn = async () => {
    const states = await Promise.all(long.map(async (id) => (await busy.document(id))?.status));
    expect(states).toEqual(['PROCESSING', 'PROCESSING', 'PENDING']);
  };

  it('lets a short text of another be searchable, found and answered from before it ends', async () => {
    const other = await server.register();
    await other.ingest('note.txt', 'The key to the cellar hangs behind the blue door.');
    await areGoingOn();
    const { search } = await other.data(SearchDocument, { query: 'Where is the key to the cellar?' });
    expect(search.passages).toHaveLength(1);
    await areGoingOn();
    const { ask } = await other.data(AskDocument, { input: { question: 'Where is the key to the cellar?' } });
    expect(ask.answer.text).toContain('behind the blue door');
    await areGoingOn();
  });

  it('lets a short text of another be searchable, though others have as many under way', async () => {
    for (let organisation = 0; organisation < 4; organisation++) {
      const client = await server.register();
      for (const n of [1, 2]) {
        const input = { name: `long-${n}.txt`, text: `${n}\n${LONG}` };
        const { id } = (await client.data(IngestTextDocument, { input })).ingestText.document;
        await until(client, id, ({ status }) => status === 'PROCESSING');
      }
    }
    const other = await server.register();
    expect(await other.ingest('note.txt', 'The bell rings at seven.')).toMatchObject({ status: 'SEARCHABLE' });
    await areGoingOn();
  });
});

describe.each(DEPLOYMENTS)('a document on %s that waits by its row alone', (_name, deploy) => {
  let deployment: Deployment;
  let server: TestServer;
  let store: Store | undefined;
  beforeAll(async () => {
    deployment = await deploy();
    server = await startTestServer(deployment.env, {
      wrapStore: (opened) => {
        store = opened;
        return opened;
      },
    });
  });
  afterAll(async () => {
    await server.close();
    await deployment.close();
  });

  it('is put back into the queue and becomes searchable', async () => {
    const client = await server.register();
    const { me } = await client.data(MeDocument, {});
    const tenant = await store?.openTenant(me.tenant.id as TenantId);
    const { document, original } = newDocument({ id: newId<DocumentId>(), content: 'Nobody queued these words.' });
    await tenant?.as(EVERYTHING).documents.create(document, original);
    await until(client, document.id, ({ status }) => status === 'SEARCHABLE');
  });
});
