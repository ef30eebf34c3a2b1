import { AppError } from '../../errors.ts';
import type { Abortable } from '../../store/abortable.ts';
import { allTenants } from '../../store/all-tenants.ts';
import type { TenantRecord } from '../../store/directory-records.ts';
import type { Store } from '../../store/store.ts';
import type { TenantStore } from '../../store/tenant-store.ts';
import { migrateAnswers } from './migrate-answers.ts';
import { migrateAudit } from './migrate-audit.ts';
import { type MigratedTenant, migrateTenant } from './migrate-tenant.ts';

/** What became of one organisation. */
export type TenantReport = MigratedTenant & { readonly tenant: TenantRecord };

/**
 * Copies all organisations with their members, documents, conversations, answers, logs and all that lets somebody in from
 * one store to another, with their ids, one organisation after the other, and checks each document there. What is there already is checked and left, so an interrupted
 * migration is resumed by beginning it again.
 *
 * @throws AppError that names what could not be copied, or is not what it was
 */
export async function* migrate(stores: { from: Store; to: Store } & Abortable): AsyncGenerator<TenantReport> {
  const { from, to, signal } = stores;
  for await (const tenant of allTenants(from.directory, { signal })) {
    // Its end has begun; a server finishes it.
    if (tenant.deletedAt) continue;
    await to.directory.adopt(tenant, await from.directory.listMembers(tenant.id, { signal }));
    const [source, target] = [await from.openTenant(tenant.id), await to.openTenant(tenant.id)];
    await checkEmbedder({ from: source, to: target, signal });
    const counts = await migrateTenant({ from: source, to: target, queue: to.queue, signal });
    await migrateAnswers({ from: source, to: target, signal });
    await migrateAudit({ from: source, to: target, signal });
    await to.directory.adoptCredentials(await from.directory.credentials(tenant.id, { signal }));
    yield { tenant, ...counts };
  }
}

/** Vectors are copied as they are: an organisation that a server has embedded anew there takes no more of them. */
async function checkEmbedder({ from, to, signal }: { from: TenantStore; to: TenantStore } & Abortable): Promise<void> {
  const [here, there] = [await from.ingestion.embedder({ signal }), await to.ingestion.embedder({ signal })];
  if (here === there) return;
  throw new AppError(
    'CONFLICT',
    `The organisation ${from.tenantId} has vectors of ${here} here and of ${there} there. Bring the remaining documents in there, or begin with a new database.`,
  );
}
