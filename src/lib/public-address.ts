import ipaddr from 'ipaddr.js';

const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an IP address is one of the open internet: none of this machine or its networks, none that stands for another
 * (but for IPv4 within IPv6, which is judged as what it is), and none that is reserved.
 */
export function isPublicAddress(text: string): boolean {
  const address = text.replace(/%.*$/, '');
  if (!ipaddr.isValid(address)) return false;
  // `process` takes the IPv4 address out of an IPv6 one.
  const ip = ipaddr.process(address);
  return ip.range() === 'unicast' && (ip instanceof ipaddr.IPv4 || ip.match(GLOBAL_UNICAST));
}
