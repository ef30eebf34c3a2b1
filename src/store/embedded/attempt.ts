import type { IngestionAttempt } from '../documents.ts';
import { checkTenant, number } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** Does what an attempt wants to do, unless it is over. */
export function writeAs(
  tenant: TenantFile,
  attempt: IngestionAttempt,
  options: { durable: boolean },
  work: (version: number) => void,
): boolean {
  return tenant.file.transaction(() => {
    const version = findRunning(tenant, attempt);
    if (version !== null) work(version);
    return version !== null;
  }, options);
}

/** The version that an attempt writes, or null when it is over. */
export function findRunning(
  { file, tenantId }: TenantFile,
  { documentId, generation }: IngestionAttempt,
): number | null {
  const row = file.get(
    `SELECT versions.id, versions.tenant_id FROM documents JOIN versions ON versions.id = documents.attempt
     WHERE documents.id = ? AND versions.generation = ?`,
    documentId,
    generation,
  );
  return row ? number(checkTenant(row, tenantId), 'id') : null;
}
