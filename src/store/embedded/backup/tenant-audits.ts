import { existsSync } from 'node:fs';
import { AppError } from '../../../errors.ts';
import type { TenantId } from '../../../ids.ts';
import { type AuditReader, type AuditVerdict, checkAudit } from '../../audit-check.ts';
import { type AttachedFile, openConnection } from '../attached-file.ts';
import * as audit from '../audit-file.ts';
import { hasTenant, hasTenantFile } from '../directory-file.ts';
import { DIRECTORY_SCRIPTS } from '../directory-schema.ts';
import { layOut } from '../folder.ts';
import { toStoreError } from '../sqlite-errors.ts';
import { checkOwner } from '../tenant-files.ts';
import { hasAudit } from '../tenant-schema.ts';
import { listTenantNames } from './directory-rows.ts';
import { readFormat } from './tenant-copy.ts';

const CACHE_KIB = 2_048;
const NOTHING: AuditVerdict = { entries: 0, head: null, faults: [] };

/** An organisation, and what became of its log. */
export interface CheckedTenant {
  readonly id: TenantId;
  readonly name: string;
  readonly verdict: AuditVerdict;
}

/**
 * Checks the logs of a data folder, whether a server works in it or not, an organisation after the other.
 * @throws AppError where the folder can't be read
 */
export async function* checkAudits(
  dataDir: string,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<CheckedTenant> {
  const place = layOut(dataDir);
  if (!existsSync(place.directory)) throw new AppError('BAD_INPUT', `There is no data of Carrel in ${dataDir}.`);
  const [shared, own] = [openConnection({ cacheKib: CACHE_KIB }), openConnection({ cacheKib: CACHE_KIB })];
  try {
    const directory = shared.attach(place.directory);
    if (readFormat(directory) < DIRECTORY_SCRIPTS.length) throw madeEarlier(dataDir);
    for (const tenant of listTenantNames(directory)) {
      if (!hasTenant(directory, tenant.id)) continue;
      const path = place.tenant(tenant.id);
      if (existsSync(path)) yield { ...tenant, verdict: await checkFile(own.attach(path), tenant.id, signal) };
      else if (!hasTenantFile(directory, tenant.id)) yield { ...tenant, verdict: NOTHING };
      else yield { ...tenant, verdict: { ...NOTHING, faults: ['The file that holds the log is missing.'] } };
    }
  } catch (error) {
    throw toStoreError(error);
  } finally {
    shared.detach();
    own.detach();
  }
}

async function checkFile(file: AttachedFile, tenantId: TenantId, signal: AbortSignal): Promise<AuditVerdict> {
  // Made by an earlier version, whose logs begin once a server has opened it; or only being made.
  if (!hasAudit(readFormat(file))) return NOTHING;
  const tenant = { tenantId, file, counts: { total: 0, held: new Map() } };
  checkOwner(tenant);
  const log: AuditReader = {
    read: async (page) => audit.read(tenant, page),
    head: async () => audit.head(tenant),
    texts: async (ids) => audit.texts(tenant, ids),
  };
  return await checkAudit(log, { isNotedAtOnce: true, signal });
}

function madeEarlier(dataDir: string): AppError {
  return new AppError(
    'BAD_INPUT',
    `The data in ${dataDir} was last used by an earlier version of Carrel. Start the server once, then check again.`,
  );
}
