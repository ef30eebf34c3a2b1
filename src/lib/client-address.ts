import { BlockList, isIP, SocketAddress } from 'node:net';

/** Whether a text is an IP address or a network in CIDR notation, such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const { address, prefix } = splitNetwork(text);
  const version = isIP(address);
  if (version === 0 || address.includes('%')) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

/** The addresses and networks as one set; each satisfies `isNetwork`. */
export function createNetworks(networks: readonly string[]): BlockList {
  const set = new BlockList();
  for (const network of networks) {
    const { address, prefix } = splitNetwork(network);
    const family = familyOf(address);
    if (prefix === undefined) set.addAddress(address, family);
    else set.addSubnet(address, Number(prefix), family);
  }
  return set;
}

/** Whether a connection comes from one of the networks. */
export function isFrom(networks: BlockList, socketAddress: string | undefined): boolean {
  const address = normalize(socketAddress ?? '');
  return address !== undefined && networks.check(address, familyOf(address));
}

/**
 * The address of the client behind a connection. `X-Forwarded-For` is believed only as far as trusted proxies wrote it:
 * from the right, each address that is a trusted proxy's vouches for the one to its left. What is no address ends the walk.
 * IPv4 within IPv6 comes out as IPv4.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | null | undefined,
  trustedProxies: BlockList,
): string {
  let client = normalize(socketAddress ?? '') ?? 'unknown';
  const hops = forwardedFor?.split(',') ?? [];
  while (isIP(client) !== 0 && trustedProxies.check(client, familyOf(client))) {
    const next = normalize(withoutPort(hops.pop()?.trim() ?? ''));
    if (next === undefined) break;
    client = next;
  }
  return client;
}

/** What a limit counts as one client: an IPv4 address, or the /64 network that an IPv6 client picks its addresses from. */
export function clientNetwork(address: string): string {
  return isIP(address) === 6 ? `${expand(address).slice(0, 4).join(':')}::/64` : address;
}

function splitNetwork(text: string): { address: string; prefix: string | undefined } {
  const [address = '', prefix, ...rest] = text.split('/');
  return rest.length > 0 ? { address: '', prefix } : { address, prefix };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** One spelling for each address; undefined for what is none. */
function normalize(text: string): string | undefined {
  const address = text.split('%')[0] ?? '';
  const version = isIP(address);
  if (version !== 6) return version === 4 ? address : undefined;
  const canonical = new SocketAddress({ address, family: 'ipv6' }).address;
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(canonical)?.[1] ?? canonical;
}

/** Some proxies write the port too: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(text: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}

/** The eight groups of a normalised IPv6 address. */
function expand(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  // `::` stands for what is missing; a dotted tail (two groups in one) lies beyond the first four groups either way.
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(zeros).fill('0'), ...right];
}
