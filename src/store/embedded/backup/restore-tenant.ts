import { copyFile, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TenantId } from '../../../ids.ts';
import { sync } from '../../../lib/durable-files.ts';
import type { EmbedderStamp } from '../../embedder-stamp.ts';
import type { QueuedDocument } from '../../ingestion-queue.ts';
import { type AttachedFile, openConnection } from '../attached-file.ts';
import { migrateDirectory } from '../directory-file.ts';
import { noteTenantFile } from '../embedders-file.ts';
import { type Folder, layOut, makeFile, makeFolders } from '../folder.ts';
import { lockFolder } from '../folder-lock.ts';
import { migrate } from '../migrate.ts';
import { toStoreError } from '../sqlite-errors.ts';
import { findEmbedder } from '../tenant-embedder.ts';
import { checkOwner } from '../tenant-files.ts';
import { TENANT_SCRIPTS } from '../tenant-schema.ts';
import { readTenantRows, replaceTenantRows, type TenantRows } from './directory-rows.ts';
import { checkFile, countsOf, type Manifest, readManifest, type TenantCounts } from './manifest.ts';
import { checkIntegrity, findUnfinished } from './tenant-copy.ts';

const CACHE_KIB = 8_192;

/**
 * Brings one organisation back as it is in a backup, with its members, in place of whatever is there of it. Others are
 * not touched. What was unfinished is queued again. Interrupted, it is to be called again.
 *
 * @throws AppError that says what is wrong and what to do: a server has the data folder, the backup is damaged …
 */
export async function restoreTenant({
  backup,
  dataDir,
  tenantId,
}: {
  backup: string;
  dataDir: string;
  tenantId: TenantId;
}): Promise<TenantCounts & { unfinished: number }> {
  const manifest = await readManifest(backup);
  const counts = countsOf(manifest, tenantId);
  try {
    makeFolders(dataDir);
    const lock = lockFolder(dataDir);
    try {
      await discardStagings(dataDir);
      const staging = await mkdtemp(join(dataDir, STAGING));
      try {
        const copy = await stage({ manifest, from: layOut(backup), to: staging, tenantId });
        replaceRows(layOut(dataDir), copy);
        await replaceFile(copy.file, layOut(dataDir).tenant(tenantId));
        return { ...counts, unfinished: copy.unfinished.length };
      } finally {
        await rm(staging, { recursive: true, force: true });
      }
    } finally {
      lock.release();
    }
  } catch (error) {
    throw toStoreError(error);
  }
}

/** How the names of folders begin in which a restore puts together what it brings back. */
const STAGING = 'restoring-';

/** A restore that was killed left its own, with a copy of all accounts. The lock is held, so nobody works in one. */
async function discardStagings(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(STAGING)) await rm(join(dataDir, name), { recursive: true, force: true });
  }
}

/** An organisation out of a backup, checked and in the format of this version. */
interface StagedTenant {
  readonly rows: TenantRows;
  /** Null where it has no documents. */
  readonly file: string | null;
  readonly unfinished: readonly QueuedDocument[];
}

async function stage({
  manifest,
  from,
  to,
  tenantId,
}: {
  manifest: Manifest;
  from: Folder;
  to: string;
  tenantId: TenantId;
}): Promise<StagedTenant> {
  const [directory, file] = [join(to, 'directory.db'), join(to, 'tenant.db')];
  await copyFile(from.directory, directory);
  await checkFile(manifest, 'directory.db', directory);
  const name = `tenants/${tenantId}.db`;
  const hasFile = name in manifest.files;
  if (hasFile) {
    await copyFile(from.tenant(tenantId), file);
    await checkFile(manifest, name, file);
  }

  const connection = openConnection({ cacheKib: CACHE_KIB });
  try {
    const own = hasFile ? readFile(connection.attach(file), tenantId) : null;
    const shared = connection.attach(directory);
    migrateDirectory(shared);
    // The directory was copied first: the organisation may have come to another embedder meanwhile.
    if (own?.embedder) noteTenantFile(shared, tenantId, own.embedder);
    const rows = readTenantRows(shared, tenantId);
    return { rows, file: own && file, unfinished: own?.unfinished ?? [] };
  } finally {
    connection.detach();
  }
}

/** Checks an organisation's file and brings it up to date; what is to be known of it. */
function readFile(
  file: AttachedFile,
  tenantId: TenantId,
): { embedder: EmbedderStamp | null; unfinished: QueuedDocument[] } {
  checkOwner({ tenantId, file });
  checkIntegrity(file);
  migrate(file, TENANT_SCRIPTS, { first: () => {} });
  return { embedder: findEmbedder(file), unfinished: findUnfinished(file, tenantId) };
}

function replaceRows({ directory }: Folder, { rows, unfinished }: StagedTenant): void {
  makeFile(directory);
  const connection = openConnection({ cacheKib: CACHE_KIB });
  try {
    const file = connection.attach(directory);
    migrateDirectory(file);
    replaceTenantRows(file, rows, unfinished);
  } finally {
    connection.detach();
  }
}

async function replaceFile(source: string | null, target: string): Promise<void> {
  if (source) await sync(source);
  // What a killed server left beside the old file would be applied to the new one.
  for (const suffix of ['-wal', '-shm']) await rm(`${target}${suffix}`, { force: true });
  if (source) await rename(source, target);
  else await rm(target, { force: true });
  await sync(dirname(target));
}
