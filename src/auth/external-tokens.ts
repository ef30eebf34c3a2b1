import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { AppError } from '../errors.ts';
import { type TenantId, toId } from '../ids.ts';
import { isAtLeast, ROLES, type Role } from '../roles.ts';
import { normalizeEmail } from './credentials.ts';
import { refusedToken } from './tokens.ts';

/** What a token of an external identity provider says, once it is verified. */
export interface ExternalClaims {
  readonly subject: string;
  /** Verified by the provider. */
  readonly email: string;
  readonly tenantId: TenantId;
  /** The highest role among those that it names; null where it names none. It lowers what the membership allows, and never raises it. */
  readonly role: Role | null;
  readonly expiresAt: Date;
}

/** Tokens of an external identity provider (OpenID Connect). */
export interface ExternalTokens {
  /** Whether a token says that it is the provider's. Nothing of it is believed yet. */
  isTheirs(token: string): boolean;
  /**
   * @throws AppError `UNAUTHENTICATED`: `EXPIRED`, else `INVALID`; `STORE_UNAVAILABLE` where the provider's keys are not
   * known yet and can't be had: it is nobody's fault, and nobody is let in
   */
  verify(token: string): Promise<ExternalClaims>;
}

export interface ExternalTokensOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Null: where the provider's discovery document says. */
  readonly jwksUri: string | null;
  readonly tenantClaim: string;
  readonly rolesClaim: string;
  now(): Date;
}

/** Only signatures that need a private key: with a shared secret, whoever verifies could also sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const TIMEOUT_MS = 5_000;
const COOLDOWN_MS = 30_000;
const CLOCK_TOLERANCE_SECONDS = 5;
const MAX_TOKEN = 8_192;
/** A discovery document has some kB. */
const MAX_DISCOVERY = 100_000;

export function createExternalTokens(options: ExternalTokensOptions): ExternalTokens {
  const { issuer, audience, tenantClaim, rolesClaim, now } = options;
  let keys: Promise<JWTVerifyGetKey> | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;

  /** Found out once; after a failure again, but not with each token. */
  const findKeys = (): Promise<JWTVerifyGetKey> => {
    if (keys) return keys;
    if (now().getTime() - failedAt < COOLDOWN_MS) return Promise.reject(new Error('The provider did not answer.'));
    const found = (async () => {
      const uri = options.jwksUri ?? (await discover(issuer));
      return createRemoteJWKSet(new URL(requireSafe(uri)), {
        timeoutDuration: TIMEOUT_MS,
        cooldownDuration: COOLDOWN_MS,
      });
    })();
    keys = found;
    found.catch(() => {
      keys = null;
      failedAt = now().getTime();
    });
    return found;
  };

  return {
    isTheirs: (token) => {
      try {
        return token.length <= MAX_TOKEN && decodeJwt(token).iss === issuer;
      } catch {
        return false;
      }
    },
    verify: async (token) => {
      const find = await findKeys().catch((cause) => {
        throw away(cause);
      });
      try {
        const { payload } = await jwtVerify(token, find, {
          issuer,
          audience,
          algorithms: ALGORITHMS,
          requiredClaims: ['exp', 'sub'],
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          currentDate: now(),
        });
        return toClaims(payload, { tenantClaim, rolesClaim });
      } catch (error) {
        if (error instanceof AppError) throw error;
        if (error instanceof errors.JWKSTimeout || error instanceof TypeError) throw away(error);
        // The provider answered, but with something else than keys.
        if (
          error instanceof errors.JWKSInvalid ||
          (error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC')
        ) {
          throw away(error);
        }
        throw refusedToken(error instanceof errors.JWTExpired ? 'EXPIRED' : 'INVALID', error);
      }
    },
  };
}

function toClaims(
  payload: JWTPayload,
  { tenantClaim, rolesClaim }: { tenantClaim: string; rolesClaim: string },
): ExternalClaims {
  const { sub, exp = 0, email: rawEmail, email_verified: isVerified } = payload as JWTPayload & Record<string, unknown>;
  const tenant = payload[tenantClaim];
  const email = typeof rawEmail === 'string' ? normalizeEmail(rawEmail) : null;
  if (typeof sub !== 'string' || typeof tenant !== 'string' || email === null || isVerified !== true) {
    throw refusedToken('INVALID');
  }
  return {
    subject: sub,
    email,
    tenantId: toId<TenantId>(tenant),
    role: roleIn(payload[rolesClaim]),
    expiresAt: new Date(exp * 1000),
  };
}

/** The highest of the roles that a claim names, one or a list of them. @throws AppError for one that names none of ours */
function roleIn(claim: unknown): Role | null {
  if (claim === undefined || claim === null) return null;
  const named = (Array.isArray(claim) ? claim : [claim]).flatMap((name) => {
    const role = ROLES.find((each) => typeof name === 'string' && each === name.toUpperCase());
    return role ?? [];
  });
  const [first, ...others] = named;
  if (!first) throw refusedToken('INVALID');
  return others.reduce((highest, role) => (isAtLeast(role, highest) ? role : highest), first);
}

/** Where the provider says that its keys are (OpenID Connect Discovery 1.0). */
async function discover(issuer: string): Promise<string> {
  const url = requireSafe(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  const text = await response.text();
  if (!response.ok || text.length > MAX_DISCOVERY) throw new Error('The provider has no discovery document.');
  const { issuer: named, jwks_uri: uri } = JSON.parse(text) as { issuer?: unknown; jwks_uri?: unknown };
  if (named !== issuer || typeof uri !== 'string') throw new Error("The provider's discovery document is another's.");
  return uri;
}

/** Keys that come over an open network could be anybody's. */
function requireSafe(uri: string): string {
  const { protocol, hostname } = new URL(uri);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  if (protocol === 'https:' || (protocol === 'http:' && isLocal)) return uri;
  throw new Error(`Keys are read over https alone, not from ${uri}.`);
}

function away(cause: unknown): AppError {
  return new AppError('STORE_UNAVAILABLE', 'The identity provider does not answer. Try again in a moment.', {
    retryAfterSeconds: 30,
    cause,
  });
}
