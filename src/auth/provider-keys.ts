import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

const TIMEOUT_MS = 5_000;
/** How often the provider is asked at most, whether it answers or not. */
const COOLDOWN_MS = 30_000;
/** After so long, keys are fetched anew: a provider may have withdrawn one. */
const FRESH_MS = 600_000;
/** A discovery document has some kB. */
const MAX_DISCOVERY = 100_000;

/** The provider's keys are not known, and can't be had at the moment. */
export class ProviderAway extends Error {}

/** Whose keys they are, and where. */
export interface ProviderKeysOptions {
  readonly issuer: string;
  /** Null: where the provider's discovery document says. */
  readonly jwksUri: string | null;
  now(): Date;
}

/**
 * The keys of an identity provider, fetched when they are needed. Those that are known stay good while it doesn't answer:
 * an outage there logs nobody out here. The lookup throws ProviderAway where none are known yet.
 */
export function createProviderKeys({ issuer, jwksUri, now }: ProviderKeysOptions): JWTVerifyGetKey {
  let remote: ReturnType<typeof createRemoteJWKSet> | null = null;
  let find: JWTVerifyGetKey | null = null;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let asked: { readonly at: number; readonly answer: Promise<void> } | null = null;

  const fetchKeys = async (at: number) => {
    remote ??= createRemoteJWKSet(new URL(requireSafe(jwksUri ?? (await discover(issuer)))), {
      timeoutDuration: TIMEOUT_MS,
    });
    await remote.reload();
    const keys = remote.jwks();
    if (!keys) throw new TypeError('A set that was loaded is there.');
    find = createLocalJWKSet(keys);
    fetchedAt = at;
  };

  /** All who come within the cooldown share one answer, also a failure: tokens of strangers must not flood the provider. */
  const ask = (): Promise<void> => {
    const at = now().getTime();
    if (!asked || at - asked.at >= COOLDOWN_MS) asked = { at, answer: fetchKeys(at) };
    return asked.answer;
  };

  return async (header, token) => {
    if (now().getTime() - fetchedAt >= FRESH_MS) {
      await ask().catch((cause) => {
        if (!find) throw new ProviderAway('The identity provider gives no keys.', { cause });
      });
    }
    if (!find) throw new ProviderAway('The identity provider gives no keys.');
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await ask().catch((cause) => {
        throw new ProviderAway('The identity provider gives no newer keys.', { cause });
      });
      return await find(header, token);
    }
  };
}

/** Where the provider says that its keys are (OpenID Connect Discovery 1.0). */
async function discover(issuer: string): Promise<string> {
  const url = requireSafe(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  if (!response.ok) throw new Error('The provider has no discovery document.');
  const { issuer: named, jwks_uri: uri } = JSON.parse(await readText(response)) as {
    issuer?: unknown;
    jwks_uri?: unknown;
  };
  if (named !== issuer || typeof uri !== 'string') throw new Error("The provider's discovery document is another's.");
  return uri;
}

async function readText({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.byteLength;
    if (size > MAX_DISCOVERY) throw new Error("The provider's discovery document is too large.");
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** Keys that come over an open network could be anybody's. */
function requireSafe(uri: string): string {
  const { protocol, hostname } = new URL(uri);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  if (protocol === 'https:' || (protocol === 'http:' && isLocal)) return uri;
  throw new Error(`Keys are read over https alone, not from ${uri}.`);
}
