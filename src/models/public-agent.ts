import { type LookupAddress, type LookupOptions, lookup as lookUp } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { isPublicAddress } from '../lib/public-address.ts';

/** A name that leads to this machine or its networks, maybe beside public addresses. */
export class NotPublicError extends Error {
  override readonly name = 'NotPublicError';
  readonly code = 'NOT_PUBLIC';

  constructor(host: string) {
    super(`${host} has an address that is not public.`);
  }
}

type LookUp = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Connects to public addresses alone. A name is looked up once, as part of connecting: what was checked is what is
 * connected to. Addresses that stand in a URL are not looked up, so that `ModelEndpoints` judges those.
 */
export function createPublicAgent({ connectMs, lookup = lookUp }: { connectMs: number; lookup?: LookUp }): Agent {
  return new Agent({ connect: { timeout: connectMs, lookup: publicLookUp(lookup) } });
}

/** A look-up that fails where one of the addresses is not public. */
export function publicLookUp(lookup: LookUp): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return done(error ?? new NotPublicError(host), '', 0);
      if (!addresses.every(({ address }) => isPublicAddress(address))) return done(new NotPublicError(host), '', 0);
      if (options.all) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };
}
