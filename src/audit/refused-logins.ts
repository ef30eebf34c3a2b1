import { randomInt } from 'node:crypto';
import type { TenantId } from '../ids.ts';
import type { Directory } from '../store/directory.ts';
import type { Member, UserRecord } from '../store/directory-records.ts';
import type { AuditOrigin, AuditRecord } from './audit-record.ts';

/** Bad logins, on their way into the log of the organisation where somebody tried. */
export interface RefusedLogins {
  /** Somebody tried to log in as this user and was not let in. Nobody waits for it. */
  add(user: UserRecord, origin: AuditOrigin): void;
  /** Writes down at once what there is of one organisation, whose log is about to be read. */
  flush(id: TenantId): Promise<void>;
  /** Writes down all that there is. */
  close(): Promise<void>;
}

/** The longest that one waits, in ms. */
const MAX_WAIT_MS = 2_000;

/**
 * Each waits for a moment that nobody knows: a write right after a bad login would slow down whatever its sender asks
 * next, and so tell which e-mail addresses have accounts.
 */
export function createRefusedLogins({
  directory,
  record,
  now,
}: {
  directory: Pick<Directory, 'findMember'>;
  record: (member: Member, record: AuditRecord) => Promise<void>;
  now: () => Date;
}): RefusedLogins {
  const waiting = new Map<TenantId, Set<() => Promise<void>>>();

  const flush = async (id: TenantId) => {
    await Promise.all([...(waiting.get(id) ?? [])].map((write) => write()));
  };

  return {
    add: ({ id: userId, lastTenantId: tenantId }, origin) => {
      const refused: AuditRecord = { action: 'session.login', outcome: 'UNAUTHENTICATED', origin, at: now() };
      const ofTenant = waiting.get(tenantId) ?? new Set();
      waiting.set(tenantId, ofTenant);
      let written: Promise<void> | null = null;
      const write = () => {
        clearTimeout(timer);
        written ??= directory
          .findMember({ userId, tenantId })
          .then((member) => (member ? record(member, refused) : undefined))
          // Who could not write it has said so; nobody waits for an answer.
          .catch(() => {})
          .finally(() => {
            ofTenant.delete(write);
            if (ofTenant.size === 0 && waiting.get(tenantId) === ofTenant) waiting.delete(tenantId);
          });
        return written;
      };
      const timer = setTimeout(write, randomInt(MAX_WAIT_MS)).unref();
      ofTenant.add(write);
    },
    flush,
    close: async () => {
      await Promise.all([...waiting.keys()].map(flush));
    },
  };
}
