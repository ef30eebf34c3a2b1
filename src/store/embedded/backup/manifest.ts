import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import type { TenantId } from '../../../ids.ts';
import { fingerprint, writeDurably } from '../../../lib/durable-files.ts';

const FILE = z.object({ bytes: z.number(), sha256: z.string() });
const TENANT = z.object({ documents: z.number(), chunks: z.number() });
const MANIFEST = z.object({
  format: z.literal(1),
  carrel: z.string(),
  createdAt: z.iso.datetime(),
  /** By path within the backup. */
  files: z.record(z.string(), FILE),
  /** By id. One without documents may have no file. */
  tenants: z.record(z.string(), TENANT),
});

/** What a backup holds. It is written last, so that a folder without one is no backup. */
export type Manifest = z.infer<typeof MANIFEST>;

/** What a backup says of one organisation. */
export type TenantCounts = z.infer<typeof TENANT>;

const NAME = 'manifest.json';

/** Whether a folder is a complete backup. */
export function isBackup(folder: string): boolean {
  return existsSync(join(folder, NAME));
}

/** Makes a folder a backup, once all else is on the disk. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeDurably(join(folder, NAME), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** @throws AppError `BAD_INPUT` where there is no backup, or one that this version can't read */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    return MANIFEST.parse(JSON.parse(await readFile(join(folder, NAME), 'utf8')));
  } catch (error) {
    throw new AppError(
      'BAD_INPUT',
      `${folder} holds no complete backup that this version of Carrel can read (${NAME} is missing, damaged or of another version). Name a folder that \`npm run admin -- backup\` has made.`,
      { cause: error },
    );
  }
}

/** What a backup's manifest says of an organisation. @throws AppError `BAD_INPUT` when it isn't in there */
export function countsOf(manifest: Manifest, tenantId: TenantId): TenantCounts {
  const counts = manifest.tenants[tenantId];
  if (counts) return counts;
  throw new AppError(
    'BAD_INPUT',
    `The backup holds no such organisation. \`npm run admin -- tenants DIR\` lists those that it holds.`,
  );
}

/**
 * Compares a file with what the manifest says of it.
 * @throws AppError `STORE_UNAVAILABLE` when the file isn't as it was written
 */
export async function checkFile(manifest: Manifest, name: string, path: string): Promise<void> {
  const expected = manifest.files[name];
  const found = await fingerprint(path);
  if (expected?.sha256 === found.sha256) return;
  throw new AppError(
    'STORE_UNAVAILABLE',
    `${name} in the backup is not what it was when the backup was made (its SHA-256 differs). Nothing was changed. Take another backup.`,
  );
}
