import { describe, expect, it } from 'vitest';
import { clientAddress, clientNetwork, createNetworks, isNetwork } from '../../src/lib/client-address.ts';

describe('networks', () => {
  it.each(['127.0.0.1', '10.0.0.0/8', '0.0.0.0/0', '::1', 'fd00::/8', '::/0', '2001:db8::/128'])(
    '%s is one',
    (text) => {
      expect(isNetwork(text)).toBe(true);
    },
  );

  it.each([
    '',
    'localhost',
    '10.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    '::1/129',
    '10.0.0.0/-1',
    'fe80::1%eth0',
  ])('%j is none', (text) => {
    expect(isNetwork(text)).toBe(false);
  });
});

describe('the address of a client', () => {
  const proxies = createNetworks(['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '::1']);
  it.each<[string, string | undefined, string | null, string]>([
    ['its socket, where nothing was forwarded', '198.51.100.1', null, '198.51.100.1'],
    ['its socket, which is no trusted proxy', '198.51.100.1', '203.0.113.1', '198.51.100.1'],
    ['its socket, whose neighbour is one', '192.0.2.8', '203.0.113.1', '192.0.2.8'],
    ['what a trusted proxy wrote', '10.1.2.3', '203.0.113.1', '203.0.113.1'],
    [
      'the last that trusted proxies wrote, not what the client did',
      '10.1.2.3',
      '1.1.1.1, 203.0.113.1, 192.0.2.7',
      '203.0.113.1',
    ],
    ['the first of a row of trusted proxies', '10.1.2.3', '10.0.0.1, 192.0.2.7', '10.0.0.1'],
    ['the proxy, where that wrote no address', '10.1.2.3', '203.0.113.1, unknown', '10.1.2.3'],
    ['the proxy, where that wrote nothing', '10.1.2.3', '', '10.1.2.3'],
    ['written with its port', '10.1.2.3', '203.0.113.1:4711', '203.0.113.1'],
    ['written in brackets with its port', '10.1.2.3', '[2001:DB8:0::1]:4711', '2001:db8::1'],
    ['IPv4 within IPv6', '::ffff:198.51.100.1', '203.0.113.1', '198.51.100.1'],
    ['IPv4 within IPv6, from a trusted proxy', '::ffff:10.1.2.3', '::ffff:cb00:7101', '203.0.113.1'],
    ['behind a proxy by IPv6', 'fd12::1', '2001:db8::5', '2001:db8::5'],
    ['unknown once the socket is gone', undefined, '203.0.113.1', 'unknown'],
  ])('is %s', (_, socket, forwardedFor, address) => {
    expect(clientAddress(socket, forwardedFor, proxies)).toBe(address);
  });

  it('is the socket where no proxy is trusted', () => {
    expect(clientAddress('127.0.0.1', '203.0.113.1', createNetworks([]))).toBe('127.0.0.1');
  });

  it('counts as its network of 64 bits by IPv6, and alone by IPv4', () => {
    expect(clientNetwork('203.0.113.1')).toBe('203.0.113.1');
    expect(clientNetwork('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(clientNetwork('2001:db8::6')).toBe('2001:db8:0:0::/64');
    expect(clientNetwork('::1')).toBe('0:0:0:0::/64');
    expect(clientNetwork('unknown')).toBe('unknown');
  });
});
