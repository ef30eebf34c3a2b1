import { type Identity, scopeOf } from '../auth/identity.ts';
import { AppError } from '../errors.ts';
import { type AuditEntryId, newId, type TenantId } from '../ids.ts';
import { sha256 } from '../lib/sha256.ts';
import type { Abortable } from '../store/abortable.ts';
import type { AnswerText, AuditEntry, AuditLog, AuditLogFilter, ReadEntry } from '../store/audit.ts';
import type { Directory } from '../store/directory.ts';
import type { Member, UserRecord } from '../store/directory-records.ts';
import type { Page } from '../store/pages.ts';
import type { AuditOrigin, AuditRecord } from './audit-record.ts';
import { createAuditWriter } from './audit-writer.ts';
import { createRefusedLogins } from './refused-logins.ts';

/** An entry as an auditor reads it, with the texts that are still kept. */
export interface ShownAuditEntry {
  readonly entry: ReadEntry;
  readonly text: AnswerText | null;
}

/** What happened, and who may read it. */
export interface AuditService {
  /**
   * Writes down what a caller did; resolves when it is stored.
   * @throws AppError `STORE_UNAVAILABLE`: what can't be written down must not be answered
   */
  record(caller: Identity, record: AuditRecord): Promise<void>;
  /** Somebody tried to log in as this user and was not let in: written a moment later, and nobody waits for it. */
  loginRefused(user: UserRecord, origin: AuditOrigin): void;
  /** Entries that the caller may see, the last first. `behind`: the page begins before this place. */
  list(
    caller: Identity,
    page: { filter: AuditLogFilter; limit: number; behind: number | null } & Abortable,
  ): Promise<Page<ShownAuditEntry>>;
  /** Writes down what still waits. */
  close(): Promise<void>;
}

/** The service on the log of each organisation. */
export function createAuditService({
  directory,
  openLog,
  keepsTexts,
  now,
  onFailure,
}: {
  directory: Pick<Directory, 'findMember'>;
  openLog: (id: TenantId) => Promise<AuditLog>;
  /** Whether questions and answers are kept at all. */
  keepsTexts: boolean;
  now: () => Date;
  /** An entry could not be written. */
  onFailure: (error: unknown) => void;
}): AuditService {
  const writer = createAuditWriter(openLog);

  const write = async (
    { user, tenant }: Member,
    who: Pick<Identity, 'credential'> | null,
    { action, outcome, target, documents, detail, text, origin, at = now() }: AuditRecord,
    rights: AuditEntry['rights'],
  ) => {
    const token = who?.credential.type === 'API_TOKEN' ? who.credential.token : null;
    const { address, requestId, durationMs } = origin;
    try {
      await writer.write(tenant.id, {
        entry: {
          id: newId<AuditEntryId>(),
          at,
          actor: { userId: user.id, email: user.email, apiToken: token && { id: token.id, name: token.name } },
          rights,
          action,
          outcome,
          target: target ?? null,
          documents: documents ?? [],
          detail: {
            ...detail,
            ...(text && {
              textId: text.answerId,
              questionSha256: sha256(text.question),
              answerSha256: sha256(text.answer),
            }),
            ...(durationMs !== undefined && { durationMs }),
            address,
            ...(requestId && { requestId }),
          },
        },
        text: text && keepsTexts ? { ...text, at } : null,
      });
    } catch (error) {
      onFailure(error);
      throw new AppError(
        'STORE_UNAVAILABLE',
        "The audit log can't be written, and nothing is answered without it. Try again in a moment.",
        { retryAfterSeconds: 5, cause: error },
      );
    }
  };

  const refusedLogins = createRefusedLogins({
    directory,
    record: (member, record) => write(member, null, record, null),
    now,
  });

  return {
    record: (caller, record) => {
      const { member, role, piiAccess, collections } = caller;
      return write(member, caller, record, { role, piiAccess, collections });
    },
    loginRefused: refusedLogins.add,
    list: async (caller, page) => {
      await refusedLogins.flush(caller.tenantId);
      const log = await openLog(caller.tenantId);
      const { items, ...rest } = await log.list(scopeOf(caller), page);
      const ids = items.flatMap(({ detail }) => (typeof detail['textId'] === 'string' ? detail['textId'] : []));
      const texts = new Map(
        (await log.texts(ids as AnswerText['answerId'][], page)).map((text) => [text.answerId, text]),
      );
      return {
        ...rest,
        items: items.map((entry) => ({ entry, text: texts.get(entry.detail['textId'] as never) ?? null })),
      };
    },
    close: refusedLogins.close,
  };
}
