import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

/** Characters of JSON that the server has read in each turn of the event loop. */
const readIn = new Map<number, number>();
let turn = 0;

vi.mock('../../src/graphql/json-reader.ts', async (original) => {
  const real = await original<typeof import('../../src/graphql/json-reader.ts')>();
  return {
    ...real,
    createJsonReader: (what: string) => {
      const reader = real.createJsonReader(what);
      return {
        ...reader,
        write: (piece: string) => {
          readIn.set(turn, (readIn.get(turn) ?? 0) + piece.length);
          reader.write(piece);
        },
      };
    },
  };
});

let server: TestServer;
let ada: Client;
beforeAll(async () => {
  server = await startTestServer();
  ada = await server.register();
});
afterAll(() => server.close());

/** Opens a connection and sends the beginning of a request. */
function begin(...headers: string[]): Socket {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
  socket.write(['POST /graphql HTTP/1.1', 'host: localhost', ...headers, '', ''].join('\r\n'));
  return socket;
}

async function answerTo(socket: Socket): Promise<string> {
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

const authorization = () => `authorization: Bearer ${ada.token}`;
const JSON_TYPE = 'content-type: application/json';
const FORM_TYPE = 'content-type: multipart/form-data; boundary=x';

describe('a body in many small pieces', () => {
  it.each([
    ['JSON', JSON_TYPE, '{"query":"'],
    ['a form', FORM_TYPE, '--x\r\ncontent-disposition: form-data; name="0"; filename="a.txt"\r\n\r\n'],
  ])('is refused, and the connection closed, long before its end: %s', async (_, type, start) => {
    const socket = begin(type, authorization(), 'transfer-encoding: chunked');
    socket.write(`${start.length.toString(16)}\r\n${start}\r\n${'1\r\nx\r\n'.repeat(20_000)}`);
    expect(await answerTo(socket)).toMatch(/^HTTP\/1\.1 400 [\s\S]*too many small pieces/);
    expect(await ada.data('{__typename}')).toEqual({ __typename: 'Query' });
  });

  it('is read where they are no more than a slow network makes', async () => {
    const text = 'x'.repeat(500_000);
    const body = JSON.stringify({ query: '{__typename}', variables: { text } });
    const socket = begin(JSON_TYPE, authorization(), 'transfer-encoding: chunked', 'connection: close');
    for (let at = 0; at < body.length; at += 500) {
      const piece = body.slice(at, at + 500);
      socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
    }
    socket.write('0\r\n\r\n');
    expect(await answerTo(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

it('reads a piece of one body in a turn of the event loop, however many come in at the same time', async () => {
  const next = () => {
    turn += 1;
    timer = setImmediate(next);
  };
  let timer = setImmediate(next);
  readIn.clear();
  const body = JSON.stringify({ query: '{__typename}', variables: { text: 'x'.repeat(90_000) } });
  const sockets = Array.from({ length: 30 }, () =>
    begin(JSON_TYPE, `content-length: ${body.length}`, 'connection: close'),
  );
  // Connections are taken one after the other: behind this one, all requests are waiting for their bodies.
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  await answerTo(begin('connection: close'));
  for (const socket of sockets) socket.write(body);
  for (const socket of sockets) expect(await answerTo(socket)).toMatch(/^HTTP\/1\.1 200 /);
  clearImmediate(timer);
  expect([...readIn.values()].reduce((sum, length) => sum + length)).toBe(30 * body.length);
  expect(Math.max(...readIn.values())).toBeLessThan(150_000);
});

describe('a client that sends all before it reads', () => {
  it.each([
    ['a document that is too long', () => `{"query":"${'x'.repeat(9_000_000)}"}`, () => [authorization()], 413],
    ['a body that it may not send', () => 'x'.repeat(9_000_000), () => [], 401],
  ])('sees why it was refused: %s', async (_, bodyOf, headers, status) => {
    const body = bodyOf();
    const socket = begin(JSON_TYPE, ...headers(), `content-length: ${body.length}`);
    await new Promise<void>((resolve, reject) => socket.write(body, (error) => (error ? reject(error) : resolve())));
    expect(await answerTo(socket)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});
