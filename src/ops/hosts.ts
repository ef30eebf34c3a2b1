import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** By which names Carrel may be called. */
export interface HostOptions {
  /** Where Carrel listens: an address, or a name. */
  readonly host: string;
  /** Names that the operator gives, without a port; empty where they gave none. */
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  isFromProxy(request: IncomingMessage): boolean;
}

/**
 * Makes the check that a request is for a name of this server. A page can let its own name point to another address
 * (DNS rebinding) and then call a server that only the reader's machine can reach; the name in `Host` gives it away.
 *
 * Addresses and `localhost` are always right, as nobody can let them point elsewhere. Other names have to be known where
 * the operator lists them, and where Carrel listens for its own machine only; there a trusted proxy vouches for its own.
 */
export function createHostCheck(options: HostOptions): (request: IncomingMessage) => boolean {
  const { host, allowedHosts, allowedOrigins, isFromProxy } = options;
  const names = new Set([host, ...allowedHosts, ...allowedOrigins.map((origin) => new URL(origin).hostname)]);
  const isOpen = allowedHosts.length === 0 && !isLoopback(host);
  return (request) => {
    const given = request.headers.host;
    // HTTP/1.0 has none, and no browser speaks that; what is no host of a URL is no name of ours.
    if (given === undefined) return true;
    const name = hostnameOf(given);
    if (name === null) return false;
    if (isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 || /^(.+\.)?localhost$/.test(name) || names.has(name)) return true;
    return isOpen || (allowedHosts.length === 0 && isFromProxy(request));
  };
}

function hostnameOf(host: string): string | null {
  const url = `http://${host}`;
  if (/[/?#@\\]/.test(host) || !URL.canParse(url)) return null;
  return new URL(url).hostname;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
