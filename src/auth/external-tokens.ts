import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { AppError } from '../errors.ts';
import { type TenantId, toId } from '../ids.ts';
import { isAtLeast, ROLES, type Role } from '../roles.ts';
import { normalizeEmail } from './credentials.ts';
import { createProviderKeys, ProviderAway, type ProviderKeysOptions } from './provider-keys.ts';
import { isExact, refusedToken } from './tokens.ts';

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

/** The provider, and what its tokens must say. */
export interface ExternalTokensOptions extends ProviderKeysOptions {
  readonly audience: string;
  readonly tenantClaim: string;
  readonly rolesClaim: string;
}

/** Only signatures that need a private key: with a shared secret, whoever verifies could also sign. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** Access tokens (RFC 9068) and ID tokens; a provider signs others too, such as those that end sessions. */
const TYPES = [undefined, 'jwt', 'at+jwt'];
const CLOCK_TOLERANCE_SECONDS = 5;
const MAX_TOKEN = 8_192;

/** Checks tokens with the provider's own keys. */
export function createExternalTokens(options: ExternalTokensOptions): ExternalTokens {
  const { issuer, audience, tenantClaim, rolesClaim, now } = options;
  const keys = createProviderKeys(options);

  return {
    isTheirs: (token) => {
      try {
        return token.length <= MAX_TOKEN && decodeJwt(token).iss === issuer;
      } catch {
        return false;
      }
    },
    verify: async (token) => {
      try {
        if (!isExact(token)) throw refusedToken('INVALID');
        const { payload, protectedHeader } = await jwtVerify(token, keys, {
          issuer,
          audience,
          algorithms: ALGORITHMS,
          requiredClaims: ['exp', 'sub'],
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          currentDate: now(),
        });
        const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, '');
        if (!TYPES.includes(type)) throw refusedToken('INVALID');
        const latest = now().getTime() / 1000 + CLOCK_TOLERANCE_SECONDS;
        if (payload.iat !== undefined && payload.iat > latest) throw refusedToken('INVALID');
        return toClaims(payload, { tenantClaim, rolesClaim });
      } catch (error) {
        if (error instanceof AppError) throw error;
        if (error instanceof ProviderAway) throw away(error);
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

function away(cause: unknown): AppError {
  return new AppError('STORE_UNAVAILABLE', 'The identity provider does not answer. Try again in a moment.', {
    retryAfterSeconds: 30,
    cause,
  });
}
