import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../support/client.ts';
import { openSocket, type RawSocket } from '../support/raw-socket.ts';
import { createScriptedModel, says, saysThenHangs } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const CHANGES = 'subscription{documentChanged{type documentId}}';
const ANSWER = 'subscription{answer(input:{question:"How many days of leave?"}){__typename}}';

describe('the WebSocket protocol', () => {
  const model = createScriptedModel();
  let aheadMs = 0;
  let server: TestServer;
  let ada: Client;
  let silent: RawSocket;
  const open: RawSocket[] = [];
  beforeAll(async () => {
    server = await startTestServer(
      { RATE_LIMITS: 'on' },
      { answerModel: model, now: () => new Date(Date.now() + aheadMs) },
    );
    ada = await server.register();
    await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
    silent = await openSocket(server.url);
  });
  afterAll(async () => {
    for (const socket of open) socket.close();
    await server.close();
  });
  /** A socket that has been acknowledged, unless told otherwise. */
  const connect = async ({ init = true } = {}) => {
    const socket = await openSocket(server.url);
    open.push(socket);
    if (init) expect(await socket.init(ada.token)).toEqual({ type: 'connection_ack' });
    return socket;
  };
  const metric = async (pattern: RegExp) =>
    Number(pattern.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1] ?? Number.NaN);

  it.each<[string, (socket: RawSocket) => void]>([
    ['completes it', (socket) => socket.send({ type: 'complete', id: 'left' })],
    ['closes its socket', ({ socket }) => socket.close()],
    ['is gone', ({ socket }) => socket.terminate()],
  ])('logs a stream as no failure whose client %s', async (_, leave) => {
    const socket = await connect();
    socket.subscribe('left', CHANGES);
    await socket.nextOf('left');
    socket.send({ type: 'ping' });
    await socket.next();
    const ended = () => server.log.filter(({ msg, type }) => msg === 'operation' && type === 'subscription');
    const before = ended().length;
    leave(socket);
    await vi.waitUntil(() => ended().length > before, { timeout: 60_000 });
    expect(ended().slice(before)).toMatchObject([{ code: 'OK' }]);
  });

  it('closes with 4429 what begins twice', async () => {
    const socket = await connect();
    socket.send({ type: 'connection_init' });
    expect(await socket.closed).toMatchObject({ code: 4429 });
  });

  it('closes with 4401 what subscribes before it is acknowledged', async () => {
    const socket = await connect({ init: false });
    socket.subscribe('1', CHANGES);
    expect(await socket.closed).toMatchObject({ code: 4401 });
  });

  it.each([
    ['no payload', undefined, 'MISSING'],
    ['no token', {}, 'MISSING'],
    ['a number', { authorization: 1 }, 'MISSING'],
    ['a prototype', JSON.parse('{"__proto__":{"authorization":"Bearer x"}}'), 'MISSING'],
    ['a token that is none', { authorization: 'Bearer nonsense' }, 'INVALID'],
    ['a bare token that is none', { authToken: 'nonsense' }, 'INVALID'],
    ['another scheme', { authorization: 'Basic eDp5' }, 'NOT_BEARER'],
  ] as const)(
    'closes with 4403 what begins with %s, and says why to client and operator',
    async (_what, payload, why) => {
      const socket = await connect({ init: false });
      socket.send({ type: 'connection_init', payload });
      const reason = {
        MISSING: 'You are not logged in. Send {"authorization": "Bearer <token>"} as the payload of connection_init.',
        INVALID: 'Your access token is not valid. Log in again.',
        NOT_BEARER: 'What was sent is not `Bearer <token>`. Send the access token of a login that way.',
      }[why];
      expect(await socket.closed).toEqual({ code: 4403, reason });
      expect(server.log.findLast(({ msg }) => msg === 'socket refused')).toMatchObject({
        level: 'info',
        code: 4403,
        reason,
        address: '127.0.0.1',
      });
    },
  );

  it.each<[string, (token: string) => { payload?: unknown; headers?: Record<string, string> }]>([
    ['authorization', (token) => ({ payload: { authorization: `Bearer ${token}` } })],
    ['Authorization', (token) => ({ payload: { Authorization: `bearer ${token}` } })],
    ['authorization without Bearer', (token) => ({ payload: { authorization: token } })],
    ['headers.Authorization', (token) => ({ payload: { headers: { Authorization: `Bearer ${token}` } } })],
    ['headers.authorization without Bearer', (token) => ({ payload: { headers: { authorization: token } } })],
    ['authToken', (token) => ({ payload: { authToken: token } })],
    ['authToken with Bearer', (token) => ({ payload: { authToken: `Bearer ${token}` } })],
    ['the header of the upgrade request', (token) => ({ headers: { authorization: `Bearer ${token}` } })],
    ['the header, and an empty payload', (token) => ({ payload: {}, headers: { Authorization: `Bearer ${token}` } })],
    [
      'a payload that is right beside a header that is not',
      (token) => ({ payload: { authorization: `Bearer ${token}` }, headers: { authorization: 'Bearer x' } }),
    ],
  ])('lets in who sends the token as %s, for the operations too', async (_how, send) => {
    const { payload, headers } = send(ada.token ?? '');
    const socket = await openSocket(server.url, headers && { headers });
    open.push(socket);
    socket.send({ type: 'connection_init', ...(payload !== undefined && { payload }) });
    expect(await socket.next()).toEqual({ type: 'connection_ack' });
    socket.subscribe('1', CHANGES);
    const { payload: result } = await socket.nextOf('1');
    expect(result.errors).toBeUndefined();
    socket.close();
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['an unknown type', { type: 'nonsense' }],
    ['no type', {}],
    ['null', 'null'],
    ['a subscription without an id', { type: 'subscribe', payload: { query: CHANGES } }],
    ['an id that is a number', { type: 'subscribe', id: 1, payload: { query: CHANGES } }],
    ['an id that is empty', { type: 'subscribe', id: '', payload: { query: CHANGES } }],
    ['no query', { type: 'subscribe', id: '1', payload: {} }],
    ['variables that are a text', { type: 'subscribe', id: '1', payload: { query: CHANGES, variables: 'x' } }],
  ])('closes with 4400 what sends %s', async (_what, message) => {
    const socket = await connect();
    socket.send(message);
    const { code, reason } = await socket.closed;
    expect(code).toBe(4400);
    expect(reason).toBe('Invalid message received');
  });

  it('closes with 4409 what uses an id twice, and ends what it had', async () => {
    const socket = await connect();
    model.script = saysThenHangs('It');
    const begun = model.nextRun();
    socket.subscribe('1', ANSWER);
    const run = await begun;
    socket.subscribe('1', CHANGES);
    expect(await socket.closed).toMatchObject({ code: 4409 });
    await run.ended;
  });

  it('closes so whatever the id is', async () => {
    const socket = await connect();
    const id = '😀'.repeat(1_000);
    socket.subscribe(id, CHANGES);
    socket.subscribe(id, CHANGES);
    expect(await socket.closed).toMatchObject({ code: 4409 });
  });

  it('takes an id again at once that was completed, and keeps apart what it names', async () => {
    const socket = await connect();
    const complete = () => socket.send({ id: '1', type: 'complete' });
    model.script = saysThenHangs('It');
    for (let time = 0; time < 10; time += 1) {
      socket.subscribe('1', ANSWER);
      complete();
    }
    const begun = model.nextRun();
    socket.subscribe('1', ANSWER);
    const run = await begun;
    const types = [];
    for (let event = 0; event < 2; event += 1) types.push((await socket.nextOf('1')).payload?.data?.answer?.__typename);
    expect(types).toEqual(['AnswerStarted', 'AnswerDelta']);
    complete();
    await run.ended;
    model.script = says('It is so.');
    socket.subscribe('1', ANSWER);
    for (;;) {
      const { type, payload } = await socket.nextOf('1');
      if (type === 'complete') break;
      types.push(payload.data.answer.__typename);
    }
    expect(types.slice(2)).toContain('AnswerCompleted');
    socket.close();
  });

  it.each(['connection_ack', 'next', 'error'])(
    'closes with 4400 a client that sends %s, as servers do',
    async (type) => {
      const socket = await connect();
      socket.send({ type, id: '1', payload: type === 'error' ? [] : {} });
      expect(await socket.closed).toMatchObject({ code: 4400 });
    },
  );

  it.each(['graphql-ws', null])(
    'closes with 4406 what speaks %s, and says which protocol it wants',
    async (protocol) => {
      const socket = await openSocket(server.url, { protocol }).catch((error: unknown) => error);
      // What offers only others is told so at the handshake by its own library.
      if (socket instanceof Error) expect(socket.message).toMatch(/subprotocol/);
      else {
        const reason = 'Sockets here speak graphql-transport-ws; name it in Sec-WebSocket-Protocol.';
        expect(await (socket as RawSocket).closed).toEqual({ code: 4406, reason });
        expect(server.log.findLast(({ msg }) => msg === 'socket refused')).toMatchObject({ code: 4406, reason });
      }
    },
  );

  it.each([
    ['a syntax error', 'subscription{'],
    ['an unknown field', 'subscription{nothing}'],
    ['a wrong variable', 'subscription($id:ID!){documentChanged(id:$id){type}}', true],
    ['a query', '{me{role}}'],
    ['a mutation', 'mutation{deleteDocument(input:{id:"x"}){id}}'],
    ['two operations and no name', 'subscription A{documentChanged{type}} subscription B{documentChanged{type}}'],
    ['nothing', ' '],
    ['two root fields', 'subscription{a:documentChanged{type} b:documentChanged{type}}'],
    ['a document that is not there', 'subscription{documentChanged(id:"nothing"){type}}', true],
    ['a bad question', 'subscription{answer(input:{question:" "}){__typename}}', true],
  ])('answers %s with an error, and goes on with the rest of the socket', async (_what, query, isExecuted = false) => {
    const socket = await connect();
    socket.subscribe('changes', CHANGES);
    expect(await socket.nextOf('changes')).toMatchObject({ type: 'next' });
    socket.subscribe('bad', query);
    // Before the execution an error is a message of its own, in the execution a result without data.
    const { type, payload } = await socket.nextOf('bad');
    expect(type).toBe(isExecuted ? 'next' : 'error');
    if (isExecuted) expect(await socket.nextOf('bad')).toEqual({ type: 'complete', id: 'bad' });
    for (const error of isExecuted ? payload.errors : payload) {
      expect(Object.keys(error.extensions)).toEqual(['code']);
      expect(error.extensions.code).toMatch(/^(BAD_INPUT|NOT_FOUND)$/);
      expect(JSON.stringify(error)).not.toMatch(/http|stack|originalError|node_modules/);
    }
    const added = await ada.ingest(`note-${query.length}.md`, `A note: ${query}`);
    for (;;) {
      const { payload: changed } = await socket.nextOf('changes');
      if (changed.data.documentChanged.documentId === added.id) break;
    }
    // The id may be used again.
    socket.subscribe('bad', CHANGES);
    expect(await socket.nextOf('bad')).toMatchObject({ type: 'next' });
    socket.close();
  });

  it('answers a ping with its payload, before the beginning too', async () => {
    const socket = await connect({ init: false });
    socket.send({ type: 'ping', payload: { at: 1 } });
    expect(await socket.next()).toEqual({ type: 'pong', payload: { at: 1 } });
    socket.send({ type: 'ping' });
    expect(await socket.next()).toEqual({ type: 'pong' });
    socket.close();
  });

  it('ignores the end of what it does not know', async () => {
    const socket = await connect();
    socket.send({ type: 'complete', id: 'never' });
    socket.send({ type: 'ping' });
    expect(await socket.next()).toEqual({ type: 'pong' });
    socket.close();
  });

  it.each(['__proto__', 'constructor', 'toString', 'x'.repeat(10_000), ' ', '\u0000', '🜚'])(
    'takes the id %j',
    async (id) => {
      const socket = await connect();
      socket.subscribe(id, CHANGES);
      expect(await socket.nextOf(id)).toMatchObject({ type: 'next' });
      socket.send({ type: 'complete', id });
      socket.send({ type: 'ping' });
      for (;;) if ((await socket.next()).type === 'pong') break;
      socket.close();
    },
  );

  it('refuses a binary frame or takes it for text, and lives on', async () => {
    const socket = await connect();
    socket.socket.send(Buffer.from(JSON.stringify({ type: 'ping' })), { binary: true });
    expect(await socket.next()).toEqual({ type: 'pong' });
    socket.close();
  });

  it('holds 20 streams a socket, however fast they are asked for', async () => {
    const socket = await connect();
    const ids = Array.from({ length: 30 }, (_, i) => `stream-${i}`);
    model.script = saysThenHangs('It');
    for (const id of ids) socket.subscribe(id, ANSWER);
    const refused: unknown[] = [];
    const begun = new Set<string>();
    while (refused.length < 10 || begun.size < 20) {
      const { type, id = '', payload } = await socket.next();
      if (type === 'error') refused.push(payload[0].extensions);
      else begun.add(id);
      expect(begun.size).toBeLessThanOrEqual(20);
    }
    expect(refused).toEqual(Array.from({ length: 10 }, () => ({ code: 'RATE_LIMITED', retryAfterSeconds: 1 })));
    // One that ends makes room for another.
    const [first = ''] = begun;
    socket.send({ type: 'complete', id: first });
    socket.send({ type: 'ping' });
    for (;;) if ((await socket.next()).type === 'pong') break;
    socket.subscribe('another', CHANGES);
    expect(await socket.nextOf('another')).toMatchObject({ type: 'next' });
    socket.close();
    await expect.poll(() => metric(/carrel_streams\{kind="answer"\} (\d+)/)).toBe(0);
  });

  it('holds 20 sockets a user, and forgets those that left while they were verified', async () => {
    const eve = await server.register();
    for (let i = 0; i < 30; i += 1) {
      const socket = await openSocket(server.url);
      socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${eve.token}` } });
      socket.close();
    }
    const held: RawSocket[] = [];
    for (let i = 0; i < 20; i += 1) {
      const socket = await openSocket(server.url);
      expect(await socket.init(eve.token)).toEqual({ type: 'connection_ack' });
      held.push(socket);
    }
    const further = await openSocket(server.url);
    await further.init(eve.token).catch(() => {});
    expect(await further.closed).toEqual({ code: 1013, reason: 'You have 20 sockets. Close one first.' });
    for (const socket of held) socket.close();
  });

  it("closes with 4403 when the token ends, in the middle of a stream, and stops the stream's model", async () => {
    model.script = saysThenHangs('It');
    const begun = model.nextRun();
    const [, claims = ''] = (ada.token ?? '').split('.');
    const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const socket = await openSocket(server.url);
    // Half a second before its end.
    aheadMs = exp * 1000 - Date.now() - 500;
    expect(await socket.init(ada.token)).toEqual({ type: 'connection_ack' });
    socket.subscribe('1', ANSWER);
    const run = await begun;
    expect(await socket.closed).toEqual({ code: 4403, reason: 'Your access token has expired. Log in again.' });
    await run.ended;
    expect(run.signal.aborted).toBe(true);
    aheadMs = 0;
  });

  it('verifies the token for every operation too', async () => {
    const socket = await connect();
    aheadMs = 16 * 60_000;
    socket.subscribe('1', CHANGES);
    const { type, payload } = await socket.nextOf('1');
    aheadMs = 0;
    expect(type).toBe('next');
    expect(payload.errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'EXPIRED' });
    socket.close();
  });

  it('closes with 4408 what did not begin within 3 s', async () => {
    expect(await silent.closed).toMatchObject({ code: 4408 });
  });

  it('has let go of every socket and stream in the end', async () => {
    for (const socket of open) socket.close();
    await expect.poll(() => metric(/^carrel_sockets (\d+)/m)).toBe(0);
    await expect.poll(() => metric(/carrel_streams\{kind="documentChanged"\} (\d+)/)).toBe(0);
  });
});
