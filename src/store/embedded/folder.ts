import { closeSync, existsSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TenantId } from '../../ids.ts';
import { makeFolder } from '../../lib/make-folder.ts';

/** Where the files of a data folder are. */
export interface Folder {
  readonly directory: string;
  tenant(id: TenantId): string;
}

/** Names the files of a data folder; touches none. */
export function layOut(dataDir: string): Folder {
  return { directory: join(dataDir, 'directory.db'), tenant: (id) => join(dataDir, 'tenants', `${id}.db`) };
}

/** Makes the folders, for nobody but the owner. */
export function makeFolders(dataDir: string): void {
  for (const path of [dataDir, join(dataDir, 'tenants')]) makeFolder(path);
}

/** Makes a file that is not there yet, empty and for nobody but the owner; what SQLite puts beside it is made alike. */
export function makeFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
}

/** Whether there is no such file; one that was only being made when the process died is empty. */
export function isMissing(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** What a small write takes, and a little more. */
const CHECKED_BYTES = 64 * 1024;

/**
 * Writes a little where the files of a data folder are, and keeps nothing of it.
 * @throws Error with the system's code where the disk is full or takes nothing
 */
export function checkWritable({ directory, tenant }: Folder): void {
  for (const path of [dirname(directory), dirname(tenant('' as TenantId))]) checkWritableFolder(path);
}

function checkWritableFolder(folder: string): void {
  const path = join(folder, 'write-check');
  const file = openSync(path, 'w', 0o600);
  try {
    rmSync(path);
    const bytes = Buffer.alloc(CHECKED_BYTES);
    // A disk with little room takes a part, and refuses the rest.
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } finally {
    closeSync(file);
  }
}
