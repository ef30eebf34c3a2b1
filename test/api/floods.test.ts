import { once } from 'node:events';
import { connect } from 'node:net';
import { print } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AnswerDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { openSocket, type RawSocket, refusedUpgrade } from '../support/raw-socket.ts';
import { createScriptedModel, saysThenHangs } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const CHANGES = 'subscription{documentChanged{type documentId}}';
const PAYLOAD = { filling: 'x'.repeat(60_000) };

/** Resolves when the value has stood still for ten turns of a server that answers others. */
async function stoodStill(server: TestServer, value: () => number): Promise<void> {
  for (let still = 0, seen = Number.NaN; still < 10; ) {
    await (await fetch(`${server.url}/metrics`)).text();
    still = value() === seen ? still + 1 : 0;
    seen = value();
  }
}

describe('a client that does not read', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer({}, { answerModel: model });
    ada = await server.register();
    await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  });
  afterAll(() => server.close());

  it('is not read from either, until it has read its pongs', async () => {
    const socket = await openSocket(server.url);
    await socket.init(ada.token);
    socket.socket.pause();
    for (let i = 0; i < 1_000; i += 1) socket.send({ type: 'ping', payload: PAYLOAD });
    await stoodStill(server, () => socket.socket.bufferedAmount);
    // Of 60 MB, the rest lies in the client and in the system's own buffers.
    expect(socket.socket.bufferedAmount).toBeGreaterThan(20_000_000);
    socket.socket.resume();
    for (let i = 0; i < 1_000; i += 1) expect((await socket.next()).type).toBe('pong');
    socket.close();
  });

  it('does not have the model write on over SSE', async () => {
    let written = 0;
    model.script = async function* () {
      for (; written < 5_000; written += 1) yield { type: 'text', text: 'x'.repeat(10_000) };
      yield { type: 'finished', reason: 'stop' };
    };
    const begun = model.nextRun();
    const { hostname, port } = new URL(server.url);
    const client = connect(Number(port), hostname);
    await once(client, 'connect');
    client.pause();
    const body = JSON.stringify({ query: print(AnswerDocument), variables: { input: { question: 'How many days?' } } });
    client.write(
      [
        'POST /graphql HTTP/1.1',
        'host: localhost',
        'content-type: application/json',
        'accept: text/event-stream',
        `authorization: Bearer ${ada.token}`,
        `content-length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
    const run = await begun;
    await stoodStill(server, () => written);
    expect(written).toBeLessThan(2_500);
    client.destroy();
    await run.ended;
  });
});

describe('a flood of messages, sockets or streams', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  const open: RawSocket[] = [];
  beforeAll(async () => {
    server = await startTestServer({ RATE_LIMITS: 'on' }, { answerModel: model });
    ada = await server.register();
    await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  });
  afterEach(async () => {
    const closed = open.splice(0).map((socket) => {
      socket.close();
      return socket.closed;
    });
    await Promise.all(closed);
  });
  afterAll(() => server.close());
  const connectSocket = async (token?: string) => {
    const socket = await openSocket(server.url);
    open.push(socket);
    if (token) expect(await socket.init(token)).toEqual({ type: 'connection_ack' });
    return socket;
  };
  const TOO_MANY = { code: 1008, reason: 'Too many messages. Send fewer in a second.' };

  it.each<[string, (socket: RawSocket) => void, number]>([
    ['pings of the protocol', (socket) => socket.send({ type: 'ping' }), 20],
    ['pings of WebSocket', (socket) => socket.socket.ping('x'), 20],
    ['large messages', (socket) => socket.send({ type: 'ping', payload: PAYLOAD }), 1],
  ])('of %s before the caller is known closes the socket', async (_what, send, allowed) => {
    const socket = await connectSocket();
    for (let i = 0; i < allowed; i += 1) send(socket);
    send(socket);
    expect(await socket.closed).toEqual(TOO_MANY);
    expect(server.log.findLast(({ msg }) => msg === 'socket refused')).toMatchObject(TOO_MANY);
  });

  it.each<[string, (socket: RawSocket, i: number) => void]>([
    ['pings of the protocol', (socket) => socket.send({ type: 'ping' })],
    ['pings of WebSocket', (socket) => socket.socket.ping('x')],
    ['pongs of WebSocket', (socket) => socket.socket.pong('x')],
    ['subscriptions', (socket, i) => socket.subscribe(`${i}`, '{')],
  ])('of %s closes the socket of who is known', async (_what, send) => {
    const socket = await connectSocket(ada.token);
    for (let i = 0; i < 5_000; i += 1) send(socket, i);
    expect(await socket.closed).toEqual(TOO_MANY);
  });

  it.each(['', '['])('of fragments of one message closes the socket: %j', async (piece) => {
    const { socket, closed } = await connectSocket();
    for (let i = 0; i < 300; i += 1) socket.send(piece, { fin: false });
    expect(await closed).toMatchObject({ code: 1008 });
  });

  it('of values in one message closes the socket', async () => {
    const socket = await connectSocket(ada.token);
    socket.send({ type: 'ping', payload: { list: Array(3_000).fill(1) } });
    const { code, reason } = await socket.closed;
    expect(code).toBe(4400);
    expect(reason).toContain('at most 2000 keys and values');
  });

  it('of sockets that say nothing keeps no others of its address out once they are known or gone', async () => {
    for (let i = 0; i < 50; i += 1) await connectSocket();
    expect(await refusedUpgrade(server.url)).toBe(429);
    expect(server.log.findLast(({ msg }) => msg === 'socket refused')).toMatchObject({ code: 429 });
    const [first, second] = open;
    expect(await first?.init(ada.token)).toEqual({ type: 'connection_ack' });
    await connectSocket();
    expect(await refusedUpgrade(server.url)).toBe(429);
    second?.close();
    await second?.closed;
    await expect.poll(() => connectSocket().catch(() => null)).not.toBeNull();
  });

  it('of streams is counted for a user over sockets and SSE together', async () => {
    const eve = await server.register();
    await eve.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
    model.script = saysThenHangs('It');
    const ends: (() => void)[] = [];
    /** The code of the first result's error, or null when the stream has begun. */
    const openOverSse = async (): Promise<string | null> => {
      const abort = new AbortController();
      ends.push(() => abort.abort());
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${eve.token}`,
        },
        body: JSON.stringify({ query: CHANGES }),
        signal: abort.signal,
      });
      const reader = response.body?.getReader();
      let text = '';
      while (!/data: .*\n/.test(text)) text += new TextDecoder().decode((await reader?.read())?.value);
      return /"code":"(\w+)"/.exec(text)?.[1] ?? null;
    };
    const [one, other] = [await connectSocket(eve.token), await connectSocket(eve.token)];
    for (let i = 0; i < 20; i += 1) {
      one.subscribe(`${i}`, CHANGES);
      expect((await one.nextOf(`${i}`)).payload.errors).toBeUndefined();
    }
    for (let i = 0; i < 30; i += 1) expect(await openOverSse()).toBeNull();
    expect(await openOverSse()).toBe('RATE_LIMITED');
    other.subscribe('1', CHANGES);
    expect((await other.nextOf('1')).payload.errors[0].extensions).toEqual({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 1,
    });
    // Others have their own.
    const adas = await connectSocket(ada.token);
    adas.subscribe('1', CHANGES);
    expect((await adas.nextOf('1')).payload.errors).toBeUndefined();
    // One that ends makes room, over either.
    ends[0]?.();
    await expect.poll(openOverSse).toBeNull();
    one.close();
    await expect.poll(openOverSse).toBeNull();
    for (const end of ends) end();
  });
});
