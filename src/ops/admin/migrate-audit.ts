import { AppError } from '../../errors.ts';
import type { Abortable } from '../../store/abortable.ts';
import { type AnswerText, entryOf, type StoredAuditEntry } from '../../store/audit.ts';
import type { TenantStore } from '../../store/tenant-store.ts';

/** Entries that are copied at once. */
const BATCH = 200;

/**
 * Copies an organisation's log with the texts that are kept: the same entries make the same chain. What is there already
 * is compared.
 * @throws AppError `CONFLICT` where the log there is another one, or the one here is not as it was written
 */
export async function migrateAudit({ from, to, signal }: { from: TenantStore; to: TenantStore } & Abortable) {
  for (let at = 1; ; ) {
    const rows = await from.audit.read({ from: at, limit: BATCH, signal });
    const last = rows.at(-1);
    if (!last) return;
    const page = { from: at, limit: rows.length, signal };
    const there = await to.audit.read(page);
    compare(to, rows.slice(0, there.length), there);
    const entries = rows.slice(there.length).map(entryOf);
    if (entries.length > 0) {
      const ids = entries.flatMap(({ detail }) => (detail['textId'] ?? []) as AnswerText['answerId'][]);
      const texts = await from.audit.texts(ids, { signal });
      // Those from before answers were stored have none that they belong to.
      await to.audit.append(
        entries,
        texts.map((text) => ({ ...text, ofStoredAnswer: false })),
      );
      compare(to, rows, await to.audit.read(page));
    }
    at = last.sequence + 1;
  }
}

function compare({ tenantId }: TenantStore, here: readonly StoredAuditEntry[], there: readonly StoredAuditEntry[]) {
  const other = here.find(({ sequence, hash }, at) => there[at]?.sequence !== sequence || there[at]?.hash !== hash);
  if (!other) return;
  throw new AppError(
    'CONFLICT',
    `Of the organisation ${tenantId}, the log can't be copied: entry ${other.sequence} is another one there. Look whether the log here is as it was written (npm run admin -- verify-audit), and migrate into a database that nobody works with yet.`,
  );
}
