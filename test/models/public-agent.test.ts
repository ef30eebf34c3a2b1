import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendRequest } from '../../src/models/http-request.ts';
import { createPublicAgent, publicLookUp } from '../../src/models/public-agent.ts';

const PUBLIC: LookupAddress = { address: '93.184.215.14', family: 4 };

describe('an agent for public addresses', () => {
  /** Stands for a server inside; whatever connects to it was let through. */
  let inside: Server;
  let port: number;
  let connections = 0;
  beforeAll(async () => {
    inside = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(inside, 'listening');
    port = (inside.address() as AddressInfo).port;
  });
  afterAll(() => inside.close());
  beforeEach(() => {
    connections = 0;
  });

  /** What a name leads to, look-up by look-up. */
  const reach = async (...answers: LookupAddress[][]) => {
    let lookups = 0;
    const dispatcher = createPublicAgent({
      connectMs: 1_000,
      lookup: (_host, _options, done) => done(null, answers[Math.min(lookups++, answers.length - 1)] ?? []),
    });
    const { signal } = new AbortController();
    const route = { connectMs: 1_000, silenceMs: 1_000, dispatcher };
    const sent = sendRequest(`http://models.example.org:${port}/v1`, { headers: {}, body: '{}', signal }, route);
    const error: unknown = await sent.catch((failure) => failure);
    await dispatcher.destroy();
    return { error, lookups };
  };
  const at = (address: string): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 });

  it('would reach the server inside, were it public', async () => {
    const { error } = await reach([at('127.0.0.1')]);
    expect(error).toMatchObject({ name: 'NotPublicError' });
    const { signal } = new AbortController();
    const plain = { connectMs: 1_000, silenceMs: 1_000 };
    await sendRequest(`http://127.0.0.1:${port}/v1`, { headers: {}, signal }, plain).catch(() => {});
    expect(connections).toBe(1);
  });

  it.each([
    [[at('127.0.0.1')]],
    [[at('::1')]],
    [[at('::ffff:127.0.0.1')]],
    [[at('0.0.0.0')]],
    [[at('10.1.2.3')]],
    [[at('169.254.169.254')]],
    [[at('fe80::1%lo')]],
    [[at('fd00:ec2::254')]],
    [[at('64:ff9b::7f00:1')]],
    [[PUBLIC, at('127.0.0.1')]],
    [[at('127.0.0.1'), PUBLIC]],
    [[]],
  ])('connects to nothing where a name leads to %j', async (addresses) => {
    expect((await reach(addresses)).error).toMatchObject({ name: 'NotPublicError' });
    expect(connections).toBe(0);
  });

  it('looks a name up once, so that it can not become another between check and connection', async () => {
    const { error, lookups } = await reach([at('127.0.0.1')], [PUBLIC]);
    expect(error).toMatchObject({ name: 'NotPublicError' });
    expect(lookups).toBe(1);
  });

  it.each([[[PUBLIC]], [[at('2606:4700::1111'), PUBLIC]], [[at('::ffff:8.8.8.8')]]])(
    'gives a connection what is public: %j',
    (addresses) => {
      const lookUp = publicLookUp((_host, _options, done) => done(null, addresses));
      const found: unknown[] = [];
      const note = (...result: unknown[]) => found.push(result);
      lookUp('models.example.org', { all: true }, note);
      lookUp('models.example.org', {}, note);
      expect(found).toEqual([
        [null, addresses],
        [null, addresses[0]?.address, addresses[0]?.family],
      ]);
    },
  );
});
