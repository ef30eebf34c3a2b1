import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { serveConnection } from '../../src/graphql/websocket/connection.ts';
import { createHttpServer, type Handler } from '../../src/ops/http-server.ts';

/** More than a turn of the event loop takes of those that work for a millisecond. */
const CROWD = 60;
/** Of 5 ms, and one that was begun just before they were over. */
const PER_TURN = 6;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server with a path, and as many connections to it. */
async function openCrowd(handler: Handler): Promise<Socket[]> {
  const server = createHttpServer(
    { '/:name': { GET: handler, POST: handler } },
    {
      refusalOf: () => null,
      onUnexpected: (error) => {
        throw error;
      },
    },
  );
  closing.push(() => server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  let accepted = 0;
  server.on('connection', () => {
    accepted += 1;
  });
  const sockets = Array.from({ length: CROWD }, () => connect(port, '127.0.0.1').on('error', () => {}));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
  });
  while (accepted < CROWD) await nextTurn();
  return sockets;
}

/** Counts what is done in each turn of the event loop. */
function countTurns() {
  const turns = [0];
  const tick = () => {
    turns.push(0);
    next = setImmediate(tick);
  };
  let next = setImmediate(tick);
  closing.push(() => clearImmediate(next));
  return {
    count: () => {
      turns[turns.length - 1] = (turns.at(-1) ?? 0) + 1;
    },
    most: () => Math.max(...turns),
  };
}

const work = () => {
  for (const end = performance.now() + 1; performance.now() < end; );
};

describe('a crowd', () => {
  it('that asks at the same moment is answered over some turns, and who came last does not wait for all', async () => {
    const turns = countTurns();
    const answered: string[] = [];
    const sockets = await openCrowd((request, response) => {
      work();
      turns.count();
      answered.push(request.url ?? '');
      response.end();
    });
    for (const [at, socket] of sockets.entries()) socket.write(`GET /${at} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    while (answered.length < CROWD) await nextTurn();
    expect(new Set(answered).size).toBe(CROWD);
    expect(turns.most()).toBeLessThanOrEqual(PER_TURN);
    expect(answered.indexOf(`/${CROWD - 1}`)).toBeLessThan(CROWD / 2);
  });

  it('that leaves at the same moment is seen off over some turns', async () => {
    const turns = countTurns();
    const open: ServerResponse[] = [];
    let left = 0;
    const sockets = await openCrowd((request, response) => {
      request.on('error', () => {});
      response.once('close', () => {
        work();
        turns.count();
        left += 1;
      });
      open.push(response);
    });
    for (const socket of sockets) socket.write('POST /x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n');
    while (open.length < CROWD) await nextTurn();
    for (const socket of sockets) socket.resetAndDestroy();
    while (left < CROWD) await nextTurn();
    expect(turns.most()).toBeLessThanOrEqual(PER_TURN);
  });

  it('that speaks at the same moment over sockets is heard over some turns, each in the order of its messages', async () => {
    const turns = countTurns();
    const heard: string[] = [];
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', allowSynchronousEvents: false });
    closing.push(() => sockets.close());
    sockets.on('connection', (socket) =>
      serveConnection(socket, {
        isKnown: () => true,
        messagesPerSecond: Infinity,
        onRefused: () => {},
        onUnexpected: () => {},
        opened: ({ onMessage }) => {
          onMessage(async (message) => {
            work();
            turns.count();
            heard.push((message as unknown as { text: string }).text);
          });
          return async () => {};
        },
      }),
    );
    await once(sockets, 'listening');
    const { port } = sockets.address() as AddressInfo;
    const clients = Array.from({ length: CROWD }, () => new WebSocket(`ws://127.0.0.1:${port}`));
    closing.push(() => {
      for (const client of clients) client.terminate();
    });
    await Promise.all(clients.map((client) => once(client, 'open')));
    for (const text of ['a', 'b', 'c']) {
      for (const [at, client] of clients.entries()) client.send(JSON.stringify({ text: `${at} ${text}` }));
    }
    while (heard.length < 3 * CROWD) await nextTurn();
    expect(turns.most()).toBeLessThanOrEqual(PER_TURN);
    expect(heard.filter((text) => text.startsWith('7 '))).toEqual(['7 a', '7 b', '7 c']);
  });
});
