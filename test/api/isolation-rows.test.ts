import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentChangedDocument, DocumentDocument, DocumentsDocument } from '../../schema/typed/graphql.ts';
import { INTERNAL_MESSAGE } from '../../src/errors.ts';
import type { TenantId } from '../../src/ids.ts';
import type { Store } from '../../src/store/store.ts';
import { DEPLOYMENTS, type Deployment } from '../support/deployments.ts';
import { createParty, secretsIn } from '../support/isolation.ts';
import type { Party } from '../support/isolation-party.ts';
import { type WatchedStore, watchStore } from '../support/isolation-store.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe.each(DEPLOYMENTS)("a store on %s that gives a tenant another's rows by mistake", (_name, deploy) => {
  let server: TestServer;
  let deployment: Deployment;
  let mallory: Party;
  let bob: Party;
  beforeAll(async () => {
    let watched: WatchedStore | undefined;
    const wrapStore = (store: Store) => {
      watched = watchStore(store);
      return watched.store;
    };
    deployment = await deploy();
    server = await startTestServer(deployment.env, { wrapStore });
    [mallory, bob] = [await createParty(server, 'mallory'), await createParty(server, 'bob')];
    watched?.confuse(mallory.tenantId as TenantId, bob.tenantId as TenantId);
  });
  afterAll(async () => {
    await server.close();
    await deployment.close();
  });

  const attempts = async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^carrel_cross_tenant_attempts_total (\d+)$/m.exec(metrics)?.[1]);
  };
  const INGEST = 'mutation { ingestText(input: { name: "a", text: "b" }) { document { name } } }';
  const SEARCH = 'query { search(query: "vault") { passages { text } } }';
  const ASK =
    'mutation { ask(input: { question: "What is the code of the vault?" }) { answer { citations { passage { text } } } } }';

  it.each([
    ['a field', DocumentDocument, () => ({ id: bob.documentIds[0] })],
    ['a list', DocumentsDocument, () => ({})],
    ['a mutation', INGEST, () => ({})],
    ['a search', SEARCH, () => ({})],
    ['an answer', ASK, () => ({})],
  ])('is stopped at %s: the response is masked, and the operator alarmed', async (_where, operation, variables) => {
    const before = await attempts();
    const response = await mallory.client.request<unknown, Record<string, unknown>>(operation as string, variables());
    const [error] = response.errors ?? [];
    expect(error).toMatchObject({ message: INTERNAL_MESSAGE, extensions: { code: 'INTERNAL' } });
    expect(secretsIn(JSON.stringify(response), bob)).toEqual([]);
    expect(await attempts()).toBeGreaterThan(before);
    expect(server.log).toContainEqual(
      expect.objectContaining({ level: 'fatal', requestId: error?.extensions.requestId }),
    );
  });

  it('is stopped at each event of a subscription', async () => {
    const before = await attempts();
    for await (const event of mallory.client.subscribe(DocumentChangedDocument, {})) {
      expect(event).toMatchObject({ errors: [{ message: INTERNAL_MESSAGE }] });
      expect(JSON.stringify(event)).not.toContain(bob.canary);
      break;
    }
    expect(await attempts()).toBeGreaterThan(before);
  });
});
