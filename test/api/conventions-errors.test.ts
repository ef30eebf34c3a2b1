import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { createHeldBytes } from '../../src/graphql/held-bytes.ts';
import { beginOperation } from '../../src/graphql/operation.ts';
import { createYogaServer } from '../../src/graphql/yoga.ts';
import { listen } from '../../src/ops/http-server.ts';
import type { Client, ClientError } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

/** What a resolver may throw by mistake. */
const MISTAKES: Record<string, () => unknown> = {
  error: () => new Error('SECRET at /etc/passwd'),
  typeError: () => new TypeError('SECRET is not a function'),
  text: () => 'SECRET text',
  nothing: () => null,
  wrapped: () => new Error('outer SECRET', { cause: new Error('inner SECRET') }),
  abort: () => Object.assign(new Error('SECRET'), { code: 'ECONNREFUSED' }),
};

const fields = (subscribes: boolean) =>
  Object.fromEntries(
    Object.entries(MISTAKES).map(([name, mistake]) => [
      name,
      {
        type: GraphQLString,
        ...(subscribes && {
          subscribe: async function* () {
            yield 'one';
            throw mistake();
          },
        }),
        resolve: (value: unknown) => {
          if (subscribes) return value;
          throw mistake();
        },
      },
    ]),
  );

describe('errors that nobody expected', () => {
  let server: TestServer;
  let client: Client;
  beforeAll(async () => {
    server = await startTestServer(
      {},
      {
        schema: new GraphQLSchema({
          query: new GraphQLObjectType({ name: 'Query', fields: fields(false) }),
          subscription: new GraphQLObjectType({ name: 'Subscription', fields: fields(true) }),
        }),
      },
    );
    client = server.anonymous();
  });
  afterAll(() => server.close());

  const expectMasked = (name: string, error: ClientError | undefined) => {
    expect(Object.keys(error?.extensions ?? {}).sort()).toEqual(['code', 'requestId']);
    expect(error?.extensions.code).toBe('INTERNAL');
    expect(JSON.stringify(error)).not.toMatch(/SECRET|stack|passwd|originalError/);
    const line = server.log.find(
      (each) => each['level'] === 'error' && each['requestId'] === error?.extensions.requestId,
    );
    expect(line).toBeDefined();
    // What is thrown without being an error has no stack of its own.
    if (MISTAKES[name]?.() instanceof Error)
      expect(line).toMatchObject({ err: { stack: expect.stringMatching(/\n +at /) } });
  };

  it.each(Object.keys(MISTAKES))(
    'leave HTTP masked, under the request id in the log and the header (%s)',
    async (name) => {
      const response = await fetch(`${server.url}/graphql?query={${name}}`);
      const { data, errors } = (await response.json()) as { data: unknown; errors: ClientError[] };
      expect(response.status).toBe(200);
      expect(data).toEqual({ [name]: null });
      expectMasked(name, errors[0]);
      expect(errors[0]?.extensions.requestId).toBe(response.headers.get('x-request-id'));
    },
  );

  it.each(Object.keys(MISTAKES))('leave a stream masked, after what came before (%s)', async (name) => {
    const results = [];
    for await (const result of client.stream(`subscription{${name}}`)) results.push(result);
    expect(results[0]).toEqual({ data: { [name]: 'one' } });
    expectMasked(name, results[1]?.errors?.[0] as unknown as ClientError);
  });
});

describe('errors before the execution', () => {
  const failing = async (error: unknown) => {
    const logged: unknown[][] = [];
    const operation = beginOperation(() => {});
    const yoga = createYogaServer({
      schema: new GraphQLSchema({
        query: new GraphQLObjectType({ name: 'Query', fields: { a: { type: GraphQLString } } }),
      }),
      services: { auth: { authenticate: () => Promise.reject(error) } } as never,
      openTenant: () => Promise.reject(error),
      onBreach: () => {},
      logUnexpected: (...line) => logged.push(line),
      streams: { access: { whenEnded: () => () => {}, look: () => {} }, countStream: () => () => {}, perUser: 1 },
      introspection: true,
      allowedOrigins: [],
      budget: createHeldBytes({ maxFileBytes: 1_000 }),
      maxFileBytes: 1_000,
      uploadFolder: tmpdir(),
    });
    const http = createServer((request, response) =>
      yoga(request, response, { operation, address: '127.0.0.1', device: null, authorization: 'Bearer x' }),
    );
    onTestFinished(() => void http.close());
    const url = await listen(http, { host: '127.0.0.1', port: 0 });
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
    const post = (body: string) => fetch(`${url}/graphql`, { method: 'POST', headers, body });
    return { logged, operation, post };
  };

  it('are masked and logged once, under the id of their operation', async () => {
    const error = new TypeError('SECRET');
    const { logged, operation, post } = await failing(error);
    const response = await post('{"query":"{a}"}');
    expect(response.status).toBe(500);
    const { errors } = (await response.json()) as { errors: ClientError[] };
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL', requestId: operation.requestId } }]);
    expect(JSON.stringify(errors)).not.toContain('SECRET');
    expect(logged).toHaveLength(1);
    expect(logged[0]?.[1]).toBe(operation.requestId);
  });

  it('keep their code and message when they are expected, whatever the gate that they stop at', async () => {
    const error = new AppError('STORE_UNAVAILABLE', 'The store is away.', { retryAfterSeconds: 5 });
    const expected = { message: 'The store is away.', extensions: { code: 'STORE_UNAVAILABLE', retryAfterSeconds: 5 } };
    const { logged, post } = await failing(error);
    const large = await post('x'.repeat(200_000));
    expect(large.status).toBe(503);
    expect(await large.json()).toEqual({ errors: [expected] });
    expect(logged).toEqual([]);
  });
});
