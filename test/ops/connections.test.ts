import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { maxOpenFiles } from '../../src/lib/open-files.ts';
import { connectionsUnder, guardConnections } from '../../src/ops/connections.ts';

describe('the connections of a server', () => {
  let http: Server;
  const clients: Socket[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  const start = async (options: { max: number; stalledMs?: number }, onRequest: RequestListener = () => {}) => {
    http = createServer(onRequest);
    const connections = guardConnections(http, options);
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return connections;
  };
  /** A client, and the server's side of it. */
  const open = async () => {
    const accepted = once(http, 'connection') as Promise<[Socket]>;
    const client = connect((http.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => {});
    clients.push(client);
    const [socket] = await accepted;
    return { client, closed: once(socket, 'close') };
  };
  const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

  it('give way to others while nothing is asked on them, the oldest first', async () => {
    await start({ max: 2 }, (_request, response) => response.end('answered'));
    const [first, second] = [await open(), await open()];
    const third = await open();
    await first.closed;
    third.client.write(GET);
    const [data] = await once(third.client, 'data');
    expect(String(data)).toContain('answered');
    await open();
    await second.closed;
  });

  it('stay below the limit when many come at once', async () => {
    await start({ max: 5 });
    const accepted: Socket[] = [];
    const all = new Promise<void>((resolve) => {
      http.on('connection', (socket) => {
        if (accepted.push(socket) === 50) resolve();
      });
    });
    for (let i = 0; i < 50; i += 1)
      clients.push(connect((http.address() as AddressInfo).port, '127.0.0.1').on('error', () => {}));
    await all;
    expect(accepted.filter(({ destroyed }) => !destroyed)).toEqual(accepted.slice(-5));
  });

  it('give way while their request has not come in', async () => {
    await start({ max: 2 });
    const halfway = await open();
    const asked = once(http, 'request');
    halfway.client.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf');
    await asked;
    const waiting = await open();
    const other = once(http, 'request');
    waiting.client.write(GET);
    await other;
    await open();
    await halfway.closed;
  });

  it('are refused when all others wait for their answers', async () => {
    const answers: (() => void)[] = [];
    await start({ max: 2 }, (_request, response) => answers.push(() => response.end('late')));
    const waiting = [await open(), await open()];
    for (const { client } of waiting) {
      const asked = once(http, 'request');
      client.write(GET);
      await asked;
    }
    await (await open()).closed;
    for (const answer of answers) answer();
    for (const { client } of waiting) expect(String(await once(client, 'data'))).toContain('late');
  });

  it('are closed when nobody reads the answer', async () => {
    await start({ max: 10, stalledMs: 200 }, (_request, response) => response.end(Buffer.alloc(50_000_000)));
    const { client, closed } = await open();
    client.pause();
    client.write(GET);
    await closed;
  });

  it('are closed when nothing is asked, and not while an answer is awaited', async () => {
    let answer: () => void = () => {};
    const asked = new Promise<void>((resolve) => {
      void start({ max: 10, stalledMs: 200 }, (_request, response) => {
        answer = () => response.end('late');
        resolve();
      });
    });
    await once(http, 'listening');
    const waiting = await open();
    waiting.client.write(GET);
    await asked;
    // Each silent one is opened later, and its time passes meanwhile.
    for (let i = 0; i < 3; i += 1) await (await open()).closed;
    answer();
    const [data] = await once(waiting.client, 'data');
    expect(String(data)).toContain('late');
  });
});

describe('the number of connections', () => {
  it.each([
    [256, 72],
    [300, 105],
    [1_024, 648],
    [100, 16],
    [20_000, 14_880],
    [Number.POSITIVE_INFINITY, 50_000],
  ])('leaves files to the rest: of %d it is %d', (files, connections) => {
    expect(connectionsUnder(files)).toBe(connections);
  });

  it('follows the limit of the process', () => {
    expect(maxOpenFiles()).toBeGreaterThan(100);
  });
});
