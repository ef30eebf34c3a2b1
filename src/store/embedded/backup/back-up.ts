import { existsSync, rmSync } from 'node:fs';
import { copyFile, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { AppError, isAbortError } from '../../../errors.ts';
import type { TenantId } from '../../../ids.ts';
import { fingerprint, sync } from '../../../lib/durable-files.ts';
import { openConnection } from '../attached-file.ts';
import { layOut, makeFolders } from '../folder.ts';
import * as queue from '../queue-file.ts';
import { toStoreError } from '../sqlite-errors.ts';
import { checkOwner } from '../tenant-files.ts';
import { listTenantIds } from './directory-rows.ts';
import { type Manifest, type TenantCounts, writeManifest } from './manifest.ts';
import { checkIntegrity, copyInto, countRows, findUnfinished, isBlank } from './tenant-copy.ts';

const CACHE_KIB = 8_192;
const NOTHING: TenantCounts = { documents: 0, chunks: 0 };

/** What is saved, and where to. */
export interface BackupOptions {
  readonly dataDir: string;
  readonly signingKeysFile: string;
  /** A folder that is not there yet, or empty. */
  readonly destination: string;
  /** The version of Carrel, for the manifest. */
  readonly version: string;
  readonly signal: AbortSignal;
}

/**
 * Copies a data folder, whether a server works in it or not, into a folder that can serve as one itself: the directory
 * as it is when this begins, then each of its organisations as it is a little later, then the signing keys. Every copy
 * is checked, and all of it is on the disk when this resolves; otherwise nothing of it is left.
 *
 * @throws AppError that says what is wrong and what to do
 */
export async function backUp(options: BackupOptions): Promise<Manifest> {
  const { dataDir, destination } = options;
  const [from, to] = [layOut(dataDir), layOut(destination)];
  if (!existsSync(from.directory)) {
    throw new AppError(
      'BAD_INPUT',
      `There is no data of Carrel in ${dataDir}. Set DATA_DIR to the folder that holds it.`,
    );
  }
  const existed = await checkDestination(destination);
  try {
    makeFolders(destination);
    copyDirectory(from.directory, to.directory);
    const tenants = await copyTenants(options);
    if (existsSync(options.signingKeysFile)) {
      await copyFile(options.signingKeysFile, join(destination, 'signing-keys.json'));
    }
    const manifest: Manifest = {
      format: 1,
      carrel: options.version,
      createdAt: new Date().toISOString(),
      files: await secureFiles(destination, options.signal),
      tenants,
    };
    await writeManifest(destination, manifest);
    await sync(destination);
    await sync(dirname(destination));
    return manifest;
  } catch (error) {
    await discard(destination, { existed });
    if (error instanceof AppError || isAbortError(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'STORE_UNAVAILABLE',
      `The backup to ${destination} failed (${why}). Nothing of it was kept. Check that there is space and that Carrel may write there, then try again.`,
      { cause: error },
    );
  }
}

async function checkDestination(destination: string): Promise<boolean> {
  const entries = await readdir(destination).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new AppError('BAD_INPUT', `${destination} is not a folder. Name a new one for the backup.`, { cause: error });
  });
  if (entries && entries.length > 0) {
    throw new AppError('BAD_INPUT', `The folder ${destination} is not empty. Name a new one for the backup.`);
  }
  return entries !== null;
}

function copyDirectory(source: string, target: string): void {
  const connection = openConnection({ cacheKib: CACHE_KIB });
  try {
    copyInto(connection.attach(source), target);
    checkIntegrity(connection.attach(target));
  } finally {
    connection.detach();
  }
}

/** The queue of the copied directory gets whatever the copies hold unfinished, as it is the older of them. */
async function copyTenants({ dataDir, destination, signal }: BackupOptions): Promise<Manifest['tenants']> {
  const [from, to] = [layOut(dataDir), layOut(destination)];
  const [shared, own] = [openConnection({ cacheKib: CACHE_KIB }), openConnection({ cacheKib: CACHE_KIB })];
  const copy = (id: TenantId): TenantCounts => {
    copyInto(own.attach(from.tenant(id)), to.tenant(id));
    const file = own.attach(to.tenant(id));
    checkIntegrity(file);
    if (isBlank(file)) {
      own.detach();
      rmSync(to.tenant(id));
      return NOTHING;
    }
    checkOwner({ tenantId: id, file });
    for (const item of findUnfinished(file, id)) queue.add(directory, item);
    return countRows(file);
  };

  const directory = shared.attach(to.directory);
  try {
    const tenants: Manifest['tenants'] = {};
    for (const id of listTenantIds(directory)) {
      signal.throwIfAborted();
      tenants[id] = existsSync(from.tenant(id)) ? named(id, () => copy(id)) : NOTHING;
    }
    return tenants;
  } finally {
    own.detach();
    shared.detach();
  }
}

function named<T>(id: TenantId, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const cause = toStoreError(error);
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(
      'STORE_UNAVAILABLE',
      `The organisation ${id} can't be backed up, so no backup was made. ${why}`,
      {
        cause: error,
      },
    );
  }
}

/** Brings all files of a folder and of its subfolders onto the disk. */
async function secureFiles(folder: string, signal: AbortSignal): Promise<Manifest['files']> {
  const files: Manifest['files'] = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    await sync(path);
    const name = relative(folder, path).replaceAll(sep, '/');
    if (entry.isFile()) files[name] = await fingerprint(path, { signal });
  }
  return files;
}

async function discard(destination: string, { existed }: { existed: boolean }): Promise<void> {
  if (!existed) return await rm(destination, { recursive: true, force: true });
  for (const name of await readdir(destination)) await rm(join(destination, name), { recursive: true, force: true });
}
