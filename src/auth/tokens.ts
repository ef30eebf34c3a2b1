import { randomUUID } from 'node:crypto';
import { errors, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose';
import { AppError, type UnauthenticatedReason } from '../errors.ts';
import { type SessionId, type TenantId, toId, type UserId } from '../ids.ts';
import { createCache } from '../lib/cache.ts';
import { SIGNING_ALGORITHM, type SigningKeys } from './signing-keys.ts';

/** Who issues access tokens, and for whom: nobody but Carrel. */
const ISSUER = 'carrel';
const AUDIENCE = 'carrel';
/** The type of access tokens (RFC 9068), so that no other token of ours passes for one. */
const TYPE = 'at+jwt';

/** How far the clocks of several servers may differ. A token's end is its end all the same. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** Ours have about 400 characters. */
const MAX_HEADER_LENGTH = 8_192;

/** Signatures that are not verified again at each request of the same caller: some 10 MB. */
const VERIFIED_TOKENS = 10_000;

/** Whom a token is for: a user in one organisation, as long as a session lasts. */
export interface TokenSubject {
  readonly userId: UserId;
  readonly tenantId: TenantId;
  readonly sessionId: SessionId;
}

/** What a verified token says. */
export interface TokenClaims extends TokenSubject {
  readonly tokenId: string;
  readonly expiresAt: Date;
}

/** Access tokens: JWTs that name a user and one organisation, and no rights. */
export interface Tokens {
  issue(subject: TokenSubject): Promise<{ accessToken: string; expiresAt: Date }>;
  /**
   * Reads an access token.
   * @throws AppError `UNAUTHENTICATED`: `EXPIRED` past its end, `INVALID` in any other case
   */
  verify(token: string): Promise<TokenClaims>;
}

/** Access tokens signed by the current key; those of the other keys are good until they end. */
export function createTokens({
  keys,
  lifetimeMinutes,
  now,
}: {
  keys: SigningKeys;
  lifetimeMinutes: number;
  now: () => Date;
}): Tokens {
  // Without this, a token that names no key would be tried against the only one.
  const findKey: JWTVerifyGetKey = (header, token) => {
    if (typeof header.kid !== 'string') throw new errors.JWKSNoMatchingKey();
    return keys.verify(header, token);
  };

  /** What never changes of a token whose signature was verified; the times are looked at in each request. */
  const verified = createCache<string, { readonly claims: TokenClaims; readonly issuedAt: number }>(VERIFIED_TOKENS);

  const verifySigned = async (token: string) => {
    try {
      if (!isExact(token)) throw refusedToken('INVALID');
      const { payload } = await jwtVerify(token, findKey, {
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: [SIGNING_ALGORITHM],
        typ: TYPE,
        requiredClaims: ['exp', 'iat', 'jti', 'sid', 'sub', 'tid'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: now(),
      });
      const { sub, jti, exp = 0, iat = 0, tid, sid } = payload;
      if (typeof sub !== 'string' || typeof jti !== 'string') throw refusedToken('INVALID');
      if (typeof tid !== 'string' || typeof sid !== 'string') throw refusedToken('INVALID');
      const claims = {
        userId: toId<UserId>(sub),
        tenantId: toId<TenantId>(tid),
        sessionId: toId<SessionId>(sid),
        tokenId: jti,
        expiresAt: new Date(exp * 1000),
      };
      const known = { claims, issuedAt: iat };
      verified.set(token, known);
      return known;
    } catch (error) {
      throw refusedToken(error instanceof errors.JWTExpired ? 'EXPIRED' : 'INVALID', error);
    }
  };

  return {
    issue: async ({ userId, tenantId, sessionId }) => {
      const issuedAt = Math.floor(now().getTime() / 1000);
      const expiresAt = Math.ceil(now().getTime() / 1000 + lifetimeMinutes * 60);
      const accessToken = await new SignJWT({ tid: tenantId, sid: sessionId })
        .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TYPE, kid: keys.current.kid })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(userId)
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(keys.current.privateKey);
      return { accessToken, expiresAt: new Date(expiresAt * 1000) };
    },

    verify: async (token) => {
      const { claims, issuedAt } = verified.get(token) ?? (await verifySigned(token));
      const time = now().getTime();
      if (claims.expiresAt.getTime() <= time) throw refusedToken('EXPIRED');
      if (issuedAt * 1000 > time + CLOCK_TOLERANCE_SECONDS * 1000) throw refusedToken('INVALID');
      return claims;
    },
  };
}

/**
 * The token after `Bearer`, as it came from a header or from `connectionParams`.
 * @throws AppError `UNAUTHENTICATED`: `MISSING` without one, `INVALID` for anything else
 */
export function bearerOf(authorization: unknown): string {
  if (authorization === undefined || authorization === null || authorization === '') throw refusedToken('MISSING');
  if (typeof authorization !== 'string' || authorization.length > MAX_HEADER_LENGTH) throw refusedToken('INVALID');
  const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization)?.[1];
  if (token === undefined) throw new AppError('UNAUTHENTICATED', NOT_BEARER, { reason: 'INVALID' });
  return token;
}

/**
 * Whether a JWT is written in the one way that RFC 7515 has for it: decoders take padding too, and other last characters
 * that stand for the same bytes. So nobody changes a character of a good token and still has a good one.
 */
export function isExact(token: string): boolean {
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}

const SENTENCES: Record<Exclude<UnauthenticatedReason, 'REVOKED'>, string> = {
  MISSING: 'You are not logged in. Send the access token of a login, as in `Authorization: Bearer <token>`.',
  EXPIRED: 'Your access token has expired. Log in again.',
  INVALID: 'Your access token is not valid. Log in again.',
};

/** It may hold a good token, sent in another way than this. */
const NOT_BEARER = 'What was sent is not `Bearer <token>`. Send the access token of a login that way.';

/** Why a token is refused. */
export function refusedToken(reason: keyof typeof SENTENCES, cause?: unknown): AppError {
  return new AppError('UNAUTHENTICATED', SENTENCES[reason], { reason, cause });
}
