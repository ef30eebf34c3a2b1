import { existsSync, rmSync } from 'node:fs';
import { AppError, notFound } from '../../errors.ts';
import type { TenantId } from '../../ids.ts';
import type { EmbedderStamp } from '../embedder-stamp.ts';
import { type AttachedFile, type Connection, openConnection } from './attached-file.ts';
import { type Folder, isMissing, makeFile } from './folder.ts';
import { migrate } from './migrate.ts';
import { text } from './rows.ts';
import { isDamage } from './sqlite-errors.ts';
import { settleEmbedder } from './tenant-embedder.ts';
import { TENANT_SCRIPTS } from './tenant-schema.ts';

/** Of one tenant's file; the most that all of them take together is this by the number of open files. */
const CACHE_KIB = 16_384;

/** A tenant's file while it is in use. */
export interface TenantFile {
  readonly tenantId: TenantId;
  readonly file: AttachedFile;
}

/** Opens and closes tenants' files behind the scenes. */
export interface TenantFiles {
  /** Works on a tenant's file, which is made or opened as needed and may be closed afterwards. */
  use<T>(id: TenantId, work: (tenant: TenantFile) => T): T;
  exists(id: TenantId): boolean;
  /** Deletes a tenant's file, and all that SQLite keeps beside it. */
  remove(id: TenantId): void;
  readonly openCount: number;
  close(): void;
}

/** Keeps at most `maxOpen` tenants' files open and closes the least recently used. `onOpen` sees each that was opened,
 * `onDamage` each that can't be trusted any more. */
export function createTenantFiles({
  folder,
  maxOpen,
  isKnown,
  mustExist,
  embedder,
  embedderOf,
  onOpen,
  onDamage,
}: {
  folder: Folder;
  maxOpen: number;
  /** Whether it is there, and not being deleted. */
  isKnown: (id: TenantId) => boolean;
  mustExist: (id: TenantId) => boolean;
  /** Whose vectors new files hold, and all others will. */
  embedder: EmbedderStamp;
  /** Whose vectors an existing file holds that doesn't say so itself. */
  embedderOf: (id: TenantId) => EmbedderStamp | null;
  onOpen: (tenant: TenantFile) => void;
  onDamage: (tenant: TenantFile) => void;
}): TenantFiles {
  // A map keeps the order of insertion: the first is the least recently used.
  const open = new Map<TenantId, { tenant: TenantFile; connection: Connection }>();
  const idle: Connection[] = [];

  const close = (id: TenantId) => {
    const entry = open.get(id);
    if (!entry) return;
    open.delete(id);
    entry.connection.detach();
    idle.push(entry.connection);
  };

  const attach = (id: TenantId) => {
    const [oldest] = open.keys();
    if (open.size >= maxOpen && oldest) close(oldest);
    // A call that comes late must not make the file of a deleted organisation anew.
    if (!isKnown(id)) throw notFound('organisation');
    if (isMissing(folder.tenant(id)) && mustExist(id)) throw fileMissing();
    const connection = idle.pop() ?? openConnection({ cacheKib: CACHE_KIB });
    try {
      makeFile(folder.tenant(id));
      const file = connection.attach(folder.tenant(id));
      const tenant: TenantFile = { tenantId: id, file };
      let isNew = false;
      migrate(tenant.file, TENANT_SCRIPTS, {
        first: () => {
          // Without the log beside it, which a killed server leaves, a file can be as it was made.
          if (mustExist(id)) throw fileMissing();
          isNew = true;
          tenant.file.run(`INSERT INTO meta VALUES ('tenant_id', ?)`, id);
        },
      });
      checkOwner(tenant);
      settleEmbedder(file, { known: () => (isNew ? null : embedderOf(id)) ?? embedder, target: embedder });
      open.set(id, { tenant, connection });
      onOpen(tenant);
      return tenant;
    } catch (error) {
      open.delete(id);
      connection.detach();
      idle.push(connection);
      throw error;
    }
  };

  const reuse = (id: TenantId) => {
    const entry = open.get(id);
    if (!entry) return undefined;
    open.delete(id);
    open.set(id, entry);
    return entry.tenant;
  };

  return {
    use: (id, work) => {
      const tenant = reuse(id) ?? attach(id);
      try {
        return work(tenant);
      } catch (error) {
        if (isDamage(error)) {
          // The file is opened anew the next time, when it may have been restored.
          close(id);
          onDamage(tenant);
        }
        throw error;
      }
    },
    exists: (id) => open.has(id) || existsSync(folder.tenant(id)),
    remove: (id) => {
      close(id);
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${folder.tenant(id)}${suffix}`, { force: true });
    },
    get openCount() {
      return open.size;
    },
    close: () => {
      for (const id of [...open.keys()]) close(id);
    },
  };
}

/**
 * Refuses a file that was renamed or restored to the wrong place.
 * @throws Error beginning with `tenant breach`
 */
export function checkOwner({ tenantId, file }: Pick<TenantFile, 'tenantId' | 'file'>): void {
  const row = file.get(`SELECT value FROM meta WHERE key = 'tenant_id'`);
  if (!row || text(row, 'value') !== tenantId)
    throw new Error(`tenant breach: the file of tenant ${tenantId} holds another tenant's data`);
}

function fileMissing(): AppError {
  return new AppError(
    'STORE_UNAVAILABLE',
    "The file that holds this organisation's documents is missing or empty. Nothing was changed. The operator can restore it from a backup, or bring the `-wal` file back that belongs to it.",
  );
}
