import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('GraphQL over HTTP', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
  });
  afterAll(() => server.close());

  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  it("passes graphql-http's audits, all 61", async () => {
    const results = await auditServer({ url: `${server.url}/graphql`, fetchFn: fetch });
    expect(results).toHaveLength(61);
    expect(results.filter(({ status }) => status !== 'ok').map(({ id, name }) => `${id} ${name}`)).toEqual([]);
  });

  it.each([
    ['null', 'null'],
    ['a number', '1'],
    ['a string', '"x"'],
    ['a list', '[]'],
    ['a batch', '[{"query":"{__typename}"}]'],
    ['an empty object', '{}'],
    ['a query that is a number', '{"query":1}'],
    ['variables that are a list', '{"query":"{__typename}","variables":[]}'],
    ['variables that are a string', '{"query":"{__typename}","variables":"{}"}'],
    ['extensions that are a string', '{"query":"{__typename}","extensions":"x"}'],
    ['an operation name that is a number', '{"query":"{__typename}","operationName":1}'],
    ['an unknown parameter', '{"query":"{__typename}","foo":1}'],
    ['broken JSON', '{"query":"SECRET'],
    ['nothing', ''],
    ['JSON that is 1000 deep', '['.repeat(1000)],
    ['a byte order mark', '\ufeff{"query":"{__typename}"'],
    ['an unknown operation name', '{"query":"query A{__typename} query B{__typename}","operationName":"C"}'],
    ['two operations and no name', '{"query":"query A{__typename} query B{__typename}"}'],
    ['a syntax error', '{"query":"{"}'],
    ['an unknown field', '{"query":"{nothing}"}'],
    ['a missing variable', '{"query":"query($id:ID!){document(id:$id){id}}"}'],
    [
      'a variable of a wrong type',
      '{"query":"query($id:ID!){document(id:$id){id}}","variables":{"id":{"a":"SECRET"}}}',
    ],
    ['a lone surrogate in a name', '{"query":"{a\\ud800}"}'],
    ['NUL in the document', '{"query":"{__typename\\u0000}"}'],
    ['an empty document', '{"query":""}'],
    ['a document of fragments only', '{"query":"fragment A on Query{__typename}"}'],
    ['a document of types', '{"query":"type A{a:String}"}'],
  ])('refuses %s with 400, a code and no data', async (_what, body) => {
    const response = await post(body, { accept: 'application/graphql-response+json' });
    const text = await response.text();
    expect(response.status, text).toBe(400);
    const { errors, data } = JSON.parse(text);
    expect(data).toBeUndefined();
    for (const { extensions } of errors) expect(extensions).toEqual({ code: 'BAD_INPUT' });
    expect(text).not.toMatch(/SECRET|node_modules|originalError|stack|JSON at position/);
  });

  it('answers bytes that are no UTF-8 without failing', async () => {
    const response = await post(Uint8Array.from([...Buffer.from('{"query":"{a'), 0xff, 0xfe, ...Buffer.from('}"}')]));
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_INPUT' } }] });
  });

  it.each([
    ['no map', (form: FormData) => form.delete('map')],
    ['a map that is no JSON', (form: FormData) => form.set('map', '{')],
    ['a map of numbers', (form: FormData) => form.set('map', '{"0":5}')],
    ['a map that is null', (form: FormData) => form.set('map', 'null')],
    ['a map to nowhere', (form: FormData) => form.set('map', '{"0":["nowhere.input.file"]}')],
    ['a map to a prototype', (form: FormData) => form.set('map', '{"0":["variables.__proto__.polluted"]}')],
    ['no operations', (form: FormData) => form.delete('operations')],
    ['operations that are null', (form: FormData) => form.set('operations', 'null')],
    ['operations that are no JSON', (form: FormData) => form.set('operations', '{')],
    ['a text in place of the file', (form: FormData) => form.set('0', 'text')],
  ])('refuses a multipart request with %s as bad input', async (_what, spoil) => {
    const form = new FormData();
    const query = 'mutation($input:IngestFileInput!){ingestFile(input:$input){created}}';
    form.set('operations', JSON.stringify({ query, variables: { input: { file: null } } }));
    form.set('map', '{"0":["variables.input.file"]}');
    form.set('0', new Blob(['text']), 'a.txt');
    spoil(form);
    const headers = { authorization: `Bearer ${ada.token}` };
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: form });
    const text = await response.text();
    expect(response.status, text).toBeLessThan(500);
    expect(JSON.parse(text).errors[0].extensions, text).toEqual({ code: 'BAD_INPUT' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('tells a subscriber over plain HTTP to accept a stream, and keeps none open', async () => {
    const query = 'subscription{documentChanged{type}}';
    const headers = { accept: 'application/json', authorization: `Bearer ${ada.token}` };
    expect((await post(JSON.stringify({ query }), headers)).status).toBe(406);
    expect(await (await fetch(`${server.url}/metrics`)).text()).not.toMatch(/^carrel_streams\{.*\} [1-9]/m);
  });

  it('gives every operation one line in the log, under the id in its response', async () => {
    const query = 'query Who { me { role } }';
    const response = await post(JSON.stringify({ query }), { authorization: `Bearer ${ada.token}` });
    await response.text();
    const requestId = response.headers.get('x-request-id');
    await expect
      .poll(() => server.log.find((line) => line['requestId'] === requestId))
      .toMatchObject({
        msg: 'operation',
        type: 'query',
        name: 'Who',
        code: 'OK',
        tenantId: expect.any(String),
        userId: expect.any(String),
        durationMs: expect.any(Number),
      });
  });

  it('names an operation by 64 characters at most, and has no labels that clients could invent', async () => {
    const name = `N${'x'.repeat(10_000)}`;
    const response = await post(JSON.stringify({ query: `query ${name} { __typename }` }));
    await response.text();
    const requestId = response.headers.get('x-request-id');
    await expect
      .poll(() => server.log.find((line) => line['requestId'] === requestId)?.['name'])
      .toBe(name.slice(0, 64));
    expect(await (await fetch(`${server.url}/metrics`)).text()).not.toContain('Nxxx');
  });
});
