import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { AppError, type UnauthenticatedReason } from '../errors.ts';
import { type ApiTokenId, type DocumentId, type SessionId, type TenantId, toId, type UserId } from '../ids.ts';
import { ROLES } from '../roles.ts';
import type { Directory } from '../store/directory.ts';
import type { MemberKey } from '../store/directory-records.ts';
import type { Identity } from './identity.ts';
import { SIGNING_ALGORITHM, type SigningKeys } from './signing-keys.ts';
import { judgeApiToken, judgeExternal, type Standings } from './standing.ts';

/** Carrel makes links and Carrel takes them. */
const ISSUER = 'carrel';
/** So that no access token passes for a link, nor a link for an access token. */
const TYPE = 'download+jwt';
/** A click comes at once; what a log or a history keeps is worth nothing soon. */
const LIFETIME_MS = 60_000;
/** Ours have about 500 characters. */
const MAX_LENGTH = 2_048;

/** By what a caller was known. What they may is no part of it: that is asked anew. */
const HOLDER = z.discriminatedUnion('type', [
  z.object({ type: z.literal('SESSION'), id: z.string().transform(toId<SessionId>) }),
  z.object({ type: z.literal('API_TOKEN'), id: z.string().transform(toId<ApiTokenId>) }),
  z.object({ type: z.literal('EXTERNAL'), subject: z.string(), role: z.enum(ROLES) }),
]);

const CLAIMS = z.object({
  sub: z.string().transform(toId<UserId>),
  tid: z.string().transform(toId<TenantId>),
  doc: z.string().transform(toId<DocumentId>),
  by: HOLDER,
  exp: z.number(),
});
type Claims = z.output<typeof CLAIMS>;

/** Tokens that let a browser, which sends no header when somebody clicks, read one document as the caller who asked for it. */
export interface DownloadLinks {
  /** For a minute, and no longer than the caller's own token is good. */
  sign(caller: Identity, document: DocumentId): Promise<string>;
  /**
   * The caller for whom a token of this document was made, as things are now.
   * @throws AppError `UNAUTHENTICATED`: `EXPIRED`, `INVALID`, or `REVOKED` for who may not any more
   */
  open(token: string, document: DocumentId): Promise<Identity>;
}

/** Signs links with the keys that sign access tokens. */
export function createDownloadLinks({
  keys,
  directory,
  standings,
  now,
}: {
  keys: SigningKeys;
  directory: Directory;
  standings: Pick<Standings, 'ofSession'>;
  now: () => Date;
}): DownloadLinks {
  const verify = async (token: string): Promise<Claims> => {
    if (token.length > MAX_LENGTH) throw refused('INVALID');
    try {
      const { payload } = await jwtVerify(token, keys.verify, {
        issuer: ISSUER,
        algorithms: [SIGNING_ALGORITHM],
        typ: TYPE,
        currentDate: now(),
      });
      return CLAIMS.parse(payload);
    } catch (error) {
      throw refused(error instanceof errors.JWTExpired ? 'EXPIRED' : 'INVALID', error);
    }
  };

  const callerOf = async ({ sub: userId, tid: tenantId, by, exp }: Claims): Promise<Identity> => {
    const expiresAt = new Date(exp * 1000);
    const key: MemberKey = { userId, tenantId };
    switch (by.type) {
      case 'SESSION':
        return await standings.ofSession({ ...key, sessionId: by.id, expiresAt });
      case 'API_TOKEN': {
        const [[found], [maker]] = await Promise.all([
          directory.apiTokens.findMany([by.id]),
          directory.findMembers([key]),
        ]);
        if (!found) throw refused('REVOKED');
        return judgeApiToken(found, maker, now());
      }
      case 'EXTERNAL': {
        const [member] = await directory.findMembers([key]);
        return judgeExternal(member, { ...by, expiresAt });
      }
    }
  };

  return {
    sign: async (caller, document) => {
      const endsAt = Math.min(now().getTime() + LIFETIME_MS, caller.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
      return await new SignJWT({ tid: caller.tenantId, doc: document, by: holderOf(caller) })
        .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TYPE, kid: keys.current.kid })
        .setIssuer(ISSUER)
        .setSubject(caller.userId)
        .setExpirationTime(Math.ceil(endsAt / 1000))
        .sign(keys.current.privateKey);
    },

    open: async (token, document) => {
      const claims = await verify(token);
      if (claims.doc !== document) throw refused('INVALID');
      return await callerOf(claims);
    },
  };
}

function holderOf({ credential, role }: Identity): z.input<typeof HOLDER> {
  switch (credential.type) {
    case 'SESSION':
      return { type: 'SESSION', id: credential.sessionId };
    case 'API_TOKEN':
      return { type: 'API_TOKEN', id: credential.token.id };
    case 'EXTERNAL':
      return { type: 'EXTERNAL', subject: credential.subject, role };
  }
}

const SENTENCES: Readonly<Record<Exclude<UnauthenticatedReason, 'MISSING'>, string>> = {
  EXPIRED: 'This link has expired: it is good for a minute. Ask for the downloadUrl again.',
  INVALID: 'This link is not valid. Ask for the downloadUrl again.',
  REVOKED: 'This link was made with an API token that is gone.',
};

function refused(reason: keyof typeof SENTENCES, cause?: unknown): AppError {
  return new AppError('UNAUTHENTICATED', SENTENCES[reason], { reason, cause });
}
