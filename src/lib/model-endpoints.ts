import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Which servers may be asked for the models of organisations, by the operator's word. */
export interface ModelEndpoints {
  /** Why an address may not be asked, as the end of a sentence; null where it may. Nothing is looked up for it. */
  refuse(endpoint: string): string | null;
  /** Whether it is allowed as a server of the open internet alone, so that its name must lead there and nowhere else. */
  mustBePublic(endpoint: string): boolean;
  /** Whether it is the operator's own server with a key, which is not used for what an organisation chooses. */
  needsOwnKey(endpoint: string): boolean;
}

/** What stands for all https servers at public addresses. */
export const PUBLIC = 'public';

/** `allowed`: origins, and maybe `public`. `withKey`: those of them that the operator has a key for. */
export function createModelEndpoints({
  allowed,
  withKey,
}: {
  allowed: readonly string[];
  withKey: readonly string[];
}): ModelEndpoints {
  const origins = new Set(allowed);
  const isListed = (url: URL) => origins.has(url.origin);
  return {
    refuse: (endpoint) => {
      const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
      if (!url || !/^https?:$/.test(url.protocol)) return 'is no http(s) address such as https://api.openai.com/v1';
      if (url.username || url.password) return 'holds a user or a password, where only apiKey has a place for secrets';
      if (url.search || url.hash) return 'has something behind its path';
      if (isListed(url)) return null;
      const isOpen = origins.has(PUBLIC) && url.protocol === 'https:' && mayBePublic(url.hostname);
      return isOpen ? null : "is none that this server's operator allows (MODEL_ENDPOINTS)";
    },
    mustBePublic: (endpoint) => !isListed(new URL(endpoint)),
    needsOwnKey: (endpoint) => withKey.includes(new URL(endpoint).origin),
  };
}

/** A name is judged by its addresses, when it is connected to. */
function mayBePublic(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 || isPublicAddress(host);
}
