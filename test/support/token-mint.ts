import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** An identity provider on this machine, whose keys and tokens a test makes. */
export interface TokenMint {
  readonly issuer: string;
  /** How often its keys were fetched. */
  readonly fetches: () => number;
  /** How often it was asked for anything, also while it was away. */
  readonly requests: () => number;
  /** Whether it answers. */
  isAway: boolean;
  /** A token of any shape: claims and header on top of good ones, undefined takes one out. */
  mint(
    claims?: Record<string, unknown>,
    change?: { header?: Record<string, unknown>; key?: CryptoKey | Uint8Array },
  ): Promise<string>;
  close(): Promise<void>;
}

const KID = 'provider-1';

/** Starts one with an RS256 key, a discovery document and a JWK set. */
export async function startTokenMint(audience: string): Promise<TokenMint> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: KID, alg: 'RS256', use: 'sig' };
  let fetches = 0;
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (mint.isAway) {
      request.destroy();
      return;
    }
    response.setHeader('content-type', 'application/json');
    if (request.url?.endsWith('openid-configuration')) {
      response.end(JSON.stringify({ issuer: mint.issuer, jwks_uri: `${mint.issuer}/keys` }));
      return;
    }
    fetches += 1;
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const mint: TokenMint = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fetches: () => fetches,
    requests: () => requests,
    isAway: false,
    mint: async (claims = {}, { header = {}, key = privateKey } = {}) => {
      const nowSeconds = Math.floor(Date.now() / 1000);
      const payload = {
        iss: mint.issuer,
        aud: audience,
        sub: 'subject-1',
        iat: nowSeconds,
        exp: nowSeconds + 300,
        email_verified: true,
        ...claims,
      };
      const given = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
      return await new SignJWT(given).setProtectedHeader({ alg: 'RS256', kid: KID, ...header }).sign(key);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return mint;
}
