import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentChangedDocument } from '../../schema/typed/graphql.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('a stream over SSE whose token ends', () => {
  let server: TestServer;
  beforeAll(async () => {
    // 1.2 seconds
    server = await startTestServer({ ACCESS_TOKEN_MINUTES: '0.02' });
  });
  afterAll(() => server.close());

  it('ends with the reason, and is not counted any more', async () => {
    const ada = await server.register();
    const errors: unknown[] = [];
    for await (const result of ada.stream(DocumentChangedDocument, {})) errors.push(...(result.errors ?? []));
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', reason: 'EXPIRED' } }]);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('carrel_streams{kind="documentChanged"} 0');
  });
});
