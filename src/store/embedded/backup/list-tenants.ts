import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../errors.ts';
import type { TenantId } from '../../../ids.ts';
import { openConnection } from '../attached-file.ts';
import { type Folder, layOut } from '../folder.ts';
import { toStoreError } from '../sqlite-errors.ts';
import { listTenantNames } from './directory-rows.ts';
import { isBackup, readManifest } from './manifest.ts';
import { countRows } from './tenant-copy.ts';

const CACHE_KIB = 2_048;

/** An organisation as operators see it. */
export interface TenantSummary {
  readonly id: TenantId;
  readonly name: string;
  readonly documents: number;
}

/**
 * The organisations in a data folder, whether a server works in it or not, or in a backup; oldest first.
 * @throws AppError that says what is wrong and what to do
 */
export async function listTenants(folder: string): Promise<TenantSummary[]> {
  const place = layOut(folder);
  if (!existsSync(place.directory)) {
    throw new AppError('BAD_INPUT', `There is no data of Carrel in ${folder}. Name a data folder or a backup.`);
  }
  try {
    return isBackup(folder) ? await listBackup(folder, place) : listLive(place);
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Reads a copy, since SQLite writes beside whatever it opens, and a backup may be on a medium that is read-only. */
async function listBackup(folder: string, { directory }: Folder): Promise<TenantSummary[]> {
  const { tenants } = await readManifest(folder);
  const scratch = await mkdtemp(join(tmpdir(), 'carrel-backup-'));
  try {
    const copy = join(scratch, 'directory.db');
    await copyFile(directory, copy);
    return readNames(copy).map((tenant) => ({ ...tenant, documents: tenants[tenant.id]?.documents ?? 0 }));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function listLive(place: Folder): TenantSummary[] {
  const connection = openConnection({ cacheKib: CACHE_KIB });
  try {
    return readNames(place.directory).map((tenant) => {
      const path = place.tenant(tenant.id);
      return { ...tenant, documents: existsSync(path) ? countRows(connection.attach(path)).documents : 0 };
    });
  } finally {
    connection.detach();
  }
}

function readNames(directory: string): { id: TenantId; name: string }[] {
  const connection = openConnection({ cacheKib: CACHE_KIB });
  try {
    return listTenantNames(connection.attach(directory));
  } finally {
    connection.detach();
  }
}
