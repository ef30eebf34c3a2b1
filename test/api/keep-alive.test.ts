import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SOCKET_LIMITS } from '../../src/limits.ts';
import type { Client } from '../support/client.ts';
import { openSocket, type RawSocket } from '../support/raw-socket.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('a socket whose client is pinged', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    server = await startTestServer();
    ada = await server.register();
  });
  afterAll(async () => {
    await server.close();
    vi.useRealTimers();
  });
  const connect = async () => {
    const socket = await openSocket(server.url, { autoPong: false });
    await socket.init(ada.token);
    return socket;
  };
  /** Lets the time between two pings pass, and gives what the client was pinged with. */
  const pinged = async ({ socket }: RawSocket): Promise<Buffer> => {
    const ping = once(socket, 'ping');
    vi.advanceTimersByTime(SOCKET_LIMITS.keepAliveMs);
    return (await ping)[0];
  };
  /** Resolves when the server has read all that the client sent before. */
  const heard = async (socket: RawSocket) => {
    socket.send({ type: 'ping' });
    expect(await socket.next()).toEqual({ type: 'pong' });
  };

  it('stays open as long as each ping is answered', async () => {
    const socket = await connect();
    for (let i = 0; i < 3; i += 1) {
      socket.socket.pong(await pinged(socket));
      await heard(socket);
    }
    socket.close();
    await socket.closed;
  });

  it.each([
    ['nothing', () => {}],
    ['pongs of its own', (socket: RawSocket) => socket.socket.pong('here')],
  ])('is closed when the client answers with %s', async (_what, answer) => {
    const socket = await connect();
    await pinged(socket);
    answer(socket);
    await heard(socket);
    vi.advanceTimersByTime(SOCKET_LIMITS.keepAliveMs);
    expect(await socket.closed).toMatchObject({ code: 1006 });
  });
});
