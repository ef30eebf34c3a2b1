import { randomBytes } from 'node:crypto';

type Id<Of extends string> = string & { readonly __id: Of };

/** An organisation. */
export type TenantId = Id<'tenant'>;
/** A person with an account. */
export type UserId = Id<'user'>;
/** A document, through all its versions. */
export type DocumentId = Id<'document'>;
/** One attempt to ingest a document; chunks written under it are shown only once the document has it. */
export type Generation = Id<'generation'>;
/** One hold of a process on a document of the ingestion queue. */
export type LeaseId = Id<'lease'>;
/** An answer, and the run that writes it. */
export type AnswerId = Id<'answer'>;
/** A conversation. */
export type ConversationId = Id<'conversation'>;
/** To whom conversations and answers belong: the id of a user, or of an API token. */
export type OwnerId = Id<'owner'>;
/** A session: a login, and all tokens that come of it. */
export type SessionId = Id<'session'>;
/** An invitation. */
export type InvitationId = Id<'invitation'>;
/** An API token, which is no secret: the token itself is. */
export type ApiTokenId = Id<'apiToken'>;
/** An entry of an audit log. */
export type AuditEntryId = Id<'auditEntry'>;

const SHAPE = /^[0-9a-f]{32}$/;

/** No object ever has this id, so a malformed id is treated exactly like an unknown one. */
const NOBODY = '0'.repeat(32);

/** A new random id: 32 hex digits of 128 random bits. */
export function newId<T extends string>(): T {
  return randomBytes(16).toString('hex') as T;
}

/** An id that came from outside. A malformed one becomes an id that nothing has. */
export function toId<T extends string>(raw: string): T {
  return (SHAPE.test(raw) ? raw : NOBODY) as T;
}
