const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** The address of a link that may be followed, and the host to be shown beside it; null for any other scheme. */
export function safeLink(address: string): { href: string; host: string } | null {
  if (!URL.canParse(address)) return null;
  const { href, host, protocol, pathname } = new URL(address);
  return SCHEMES.has(protocol) ? { href, host: host || pathname } : null;
}
