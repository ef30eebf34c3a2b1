import type { Config } from '../../../config.ts';
import { AppError } from '../../../errors.ts';
import type { TenantId } from '../../../ids.ts';
import { allTenants } from '../../../store/all-tenants.ts';
import { type AuditVerdict, checkAudit } from '../../../store/audit-check.ts';
import { type CheckedTenant, checkAudits } from '../../../store/embedded/backup/tenant-audits.ts';
import { openMongoStore } from '../../../store/mongo/mongo-store.ts';
import { readStoredEmbedder } from '../../../store/mongo/stored-embedder.ts';
import { type Call, count, type Report } from './command.ts';

/** Checks the audit log of one organisation, or of all, on either store. */
export async function verifyAudit({ config, args: [only], signal, print }: Call): Promise<Report> {
  const checked: ({ id: TenantId; name: string } & AuditVerdict)[] = [];
  for await (const { id, name, verdict } of audits(config, signal)) {
    if (only !== undefined && id !== only) continue;
    checked.push({ id, name, ...verdict });
    const { entries, head, faults } = verdict;
    for (const fault of faults) print(`${id}  ${JSON.stringify(name)}  ${fault}`);
    const end = head ? `, ending with ${head.sequence} ${head.hash}` : '';
    if (faults.length === 0) print(`${id}  ${JSON.stringify(name)}  ${count(entries, 'entry', 'entries')}${end}`);
  }
  if (only !== undefined && checked.length === 0) {
    throw new AppError('BAD_INPUT', `There is no organisation ${only}.`);
  }
  const broken = checked.filter(({ faults }) => faults.length > 0).length;
  if (broken === 0) {
    print('All entries are as they were written.');
    return { data: checked };
  }
  const found = `Of ${count(checked.length, 'organisation')}, the log of ${broken} is not as it was written.`;
  return { data: checked, failure: new AppError('CONFLICT', `${found} Compare it with a backup.`) };
}

async function* audits(config: Config, signal: AbortSignal): AsyncGenerator<CheckedTenant> {
  const { mongodbUri: uri, mongodbDatabase: database, dataDir } = config.store;
  if (uri === null) return yield* checkAudits(dataDir, { signal });
  const embedder = await readStoredEmbedder({ uri, database });
  const store = await openMongoStore({ uri, databasePrefix: database, embedder });
  try {
    for await (const { id, name, deletedAt } of allTenants(store.directory, { signal })) {
      if (deletedAt) continue;
      const { audit } = await store.openTenant(id);
      yield { id, name, verdict: await checkAudit(audit, { isNotedAtOnce: false, signal }) };
    }
  } finally {
    await store.close();
  }
}
