import type { IngestionAttempt } from '../ingestion.ts';
import { checkTenant, number } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** Does what an attempt wants to do, unless it is over. */
export function writeAs(
  tenant: TenantFile,
  attempt: IngestionAttempt,
  options: { durable: boolean },
  work: (attemptId: number) => void,
): boolean {
  return tenant.file.transaction(() => {
    const id = findRunning(tenant, attempt);
    if (id !== null) work(id);
    return id !== null;
  }, options);
}

/** The row id of an attempt that is running, or null when it is over. */
export function findRunning(
  { file, tenantId }: TenantFile,
  { documentId, generation }: IngestionAttempt,
): number | null {
  const row = file.get(
    `SELECT attempts.id, attempts.tenant_id FROM documents JOIN attempts ON attempts.id = documents.running
     WHERE documents.id = ? AND attempts.generation = ?`,
    documentId,
    generation,
  );
  return row ? number(checkTenant(row, tenantId), 'id') : null;
}
