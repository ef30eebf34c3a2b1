import type { ApiTokenId, OwnerId, SessionId, TenantId, UserId } from '../ids.ts';
import type { Rights } from '../roles.ts';
import type { AccessScope } from '../store/access.ts';
import type { ApiTokenRecord } from '../store/api-tokens.ts';
import type { Member } from '../store/directory-records.ts';

/** By what a caller is known. */
export type Credential =
  | { readonly type: 'SESSION'; readonly sessionId: SessionId }
  | { readonly type: 'API_TOKEN'; readonly token: ApiTokenRecord }
  /** A token of an external identity provider, and whom that says it is for. */
  | { readonly type: 'EXTERNAL'; readonly subject: string };

/** Who calls, as verified: from the token, and as the directory knows them now. The rights are what the caller may, by all of that. */
export interface Identity extends Rights {
  readonly tenantId: TenantId;
  /** Who is logged in, or who made the API token. */
  readonly userId: UserId;
  /** The same as a member. */
  readonly member: Member;
  readonly credential: Credential;
  /** When the token ends; null for an API token without an end. */
  readonly expiresAt: Date | null;
}

/** Who calls by a session. `expiresAt`: when the access token ends. */
export function identityOf({
  id,
  member,
  expiresAt,
}: {
  id: SessionId;
  member: Member;
  expiresAt: Date | null;
}): Identity {
  const { tenantId, userId, role, piiAccess, collections } = member.membership;
  const credential = { type: 'SESSION', sessionId: id } as const;
  return { tenantId, userId, role, piiAccess, collections, member, credential, expiresAt };
}

/** What a caller may see of their tenant. An API token is nobody, for whom anything would be private. */
export function scopeOf({ userId, piiAccess, collections, credential }: Identity): AccessScope {
  return { userId: credential.type === 'API_TOKEN' ? null : userId, piiAccess, collections };
}

/** To whom a caller's conversations and answers belong. Those of an API token are its own. */
export function ownerOf({ userId, credential }: Identity): OwnerId {
  return toOwner(credential.type === 'API_TOKEN' ? credential.token.id : userId);
}

/** The same, by the id of a user or an API token. */
export function toOwner(id: UserId | ApiTokenId): OwnerId {
  return id as string as OwnerId;
}
