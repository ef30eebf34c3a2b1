import type { TenantId } from '../ids.ts';
import type { AuditLog, NewAuditEntry, NewText } from '../store/audit.ts';

/** An entry on its way into an organisation's log, and the text that is kept with it. */
export interface AuditWrite {
  readonly entry: NewAuditEntry;
  readonly text: NewText | null;
}

/** Writes entries down. What comes while one call is under way is written by the next one, all of it together. */
export interface AuditWriter {
  /** Resolves when the entry is stored. */
  write(tenantId: TenantId, write: AuditWrite): Promise<void>;
}

interface Waiting extends AuditWrite {
  resolve(): void;
  reject(error: unknown): void;
}

/** So that one call is not too large for a database. */
const MAX_BATCH = 200;

/** Entries that come while others are being written are written together, in one call. */
export function createAuditWriter(open: (id: TenantId) => Promise<AuditLog>): AuditWriter {
  const waiting = new Map<TenantId, Waiting[]>();

  const drain = async (tenantId: TenantId, queue: Waiting[]) => {
    while (queue.length > 0) {
      const batch = queue.splice(0, MAX_BATCH);
      try {
        const log = await open(tenantId);
        await log.append(
          batch.map(({ entry }) => entry),
          batch.flatMap(({ text }) => text ?? []),
        );
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    waiting.delete(tenantId);
  };

  return {
    write: (tenantId, write) =>
      new Promise((resolve, reject) => {
        const entry = { ...write, resolve, reject };
        const queue = waiting.get(tenantId);
        if (queue) {
          queue.push(entry);
          return;
        }
        const fresh = [entry];
        waiting.set(tenantId, fresh);
        void drain(tenantId, fresh);
      }),
  };
}
