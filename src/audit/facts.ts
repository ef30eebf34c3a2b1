import type { Role } from '../roles.ts';
import type { AuditedDocument, AuditValue, NewText } from '../store/audit.ts';

/** What the audit calls what people do: `object.verb`. */
const AUDIT_ACTIONS = [
  'search.run',
  'answer.ask',
  'answer.start',
  'answer.stop',
  'answer.resume',
  'answer.rate',
  'conversation.create',
  'conversation.rename',
  'conversation.delete',
  'document.ingest',
  'document.read',
  'document.download',
  'document.delete',
  'document.update',
  'document.replace',
  'document.reprocess',
  'document.cancel',
  'document.retry',
  'tenant.register',
  'tenant.update',
  'tenant.delete',
  'model.update',
  'account.update',
  'account.delete',
  'session.login',
  'session.refresh',
  'session.switch',
  'session.logout',
  'session.revoke',
  'password.change',
  'password.createReset',
  'password.reset',
  'member.invite',
  'member.update',
  'member.remove',
  'invitation.revoke',
  'invitation.accept',
  'token.create',
  'token.revoke',
  'audit.read',
  'access.refuse',
] as const;

/** One of `AUDIT_ACTIONS`. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What an entry says beside who, when and how it ended. */
export interface AuditFacts {
  /** The id of what was acted on. */
  readonly target?: string | null | undefined;
  /** The documents that were shown or changed. */
  readonly documents?: readonly AuditedDocument[] | undefined;
  readonly detail?: Readonly<Record<string, AuditValue>> | undefined;
  /** What was asked and answered: kept for a while, and hashed into the entry. */
  readonly text?: Omit<NewText, 'at'> | undefined;
}

/** The documents behind some passages, each once. */
export function documentsOf(
  passages: readonly { readonly documentId: AuditedDocument['id']; readonly access: Omit<AuditedDocument, 'id'> }[],
): AuditedDocument[] {
  return [...new Map(passages.map(({ documentId: id, access }) => [id, { id, ...access }])).values()];
}

/** What was granted, or was to be. */
export function grantDetail({
  role,
  piiAccess,
  collections,
}: {
  role?: Role | null | undefined;
  piiAccess?: boolean | null | undefined;
  collections?: readonly string[] | null | undefined;
}): Record<string, AuditValue> {
  return {
    ...(role != null && { role }),
    ...(piiAccess != null && { piiAccess }),
    ...(collections !== undefined && { collections }),
  };
}

/** A document that was acted on. */
export function documentFacts({ id, collection, visibility, containsPii, createdBy }: AuditedDocument): AuditFacts {
  return { target: id, documents: [{ id, collection, visibility, containsPii, createdBy }] };
}
