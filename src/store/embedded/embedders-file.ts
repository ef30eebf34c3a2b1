import { AppError } from '../../errors.ts';
import type { TenantId } from '../../ids.ts';
import type { EmbedderStamp } from '../embedder-stamp.ts';
import type { OutdatedTenant } from '../reembedding.ts';
import type { AttachedFile, SqlRow } from './attached-file.ts';
import { nullable, number, text } from './rows.ts';

/**
 * Writes down the embedder of this start, whose vectors all tenants will have.
 * @throws AppError `STORE_UNAVAILABLE` when one of that id was another model
 */
export function noteEmbedder(file: AttachedFile, { id, dimensions, setting = null }: EmbedderStamp): void {
  file.transaction(
    () => {
      const known = file.get('SELECT * FROM embedders WHERE id = ?', id);
      if (known && number(known, 'dimensions') !== dimensions) throw otherDimensions(toStamp(known), dimensions);
      file.run(
        `INSERT INTO embedders VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET setting = coalesce(excluded.setting, setting)`,
        id,
        dimensions,
        setting,
      );
      file.run(`INSERT OR REPLACE INTO meta VALUES ('embedder', ?)`, JSON.stringify({ id, dimensions }));
    },
    { durable: true },
  );
}

/** Remembers that a tenant's own file is there, and whose vectors it holds. */
export function noteTenantFile(file: AttachedFile, id: TenantId, { id: embedder, dimensions }: EmbedderStamp): void {
  if (file.get('SELECT 1 FROM tenants WHERE id = ? AND has_file = 1 AND embedder = ?', id, embedder)) return;
  file.transaction(
    () => {
      file.run('INSERT OR IGNORE INTO embedders VALUES (?, ?, NULL)', embedder, dimensions);
      file.run('UPDATE tenants SET has_file = 1, embedder = ? WHERE id = ?', embedder, id);
    },
    { durable: true },
  );
}

/** Whose vectors the file of a tenant holds that doesn't say so itself; null where none is noted. */
export function embedderOf(file: AttachedFile, id: TenantId): EmbedderStamp | null {
  const row = file.get(
    'SELECT embedders.* FROM tenants JOIN embedders ON embedders.id = tenants.embedder WHERE tenants.id = ?',
    id,
  );
  return row ? toStamp(row) : null;
}

/** Tenants whose vectors are of another embedder than this one. */
export function outdated(file: AttachedFile, { id }: EmbedderStamp): OutdatedTenant[] {
  return file
    .all(
      `SELECT tenants.id AS tenant, embedders.* FROM tenants JOIN embedders ON embedders.id = tenants.embedder
       WHERE tenants.embedder <> ? AND tenants.deleted_at IS NULL ORDER BY tenants.id`,
      id,
    )
    .map((row) => ({ tenantId: text(row, 'tenant') as TenantId, embedder: toStamp(row) }));
}

function toStamp(row: SqlRow): EmbedderStamp {
  return { id: text(row, 'id'), dimensions: number(row, 'dimensions'), setting: nullable(row, 'setting', text) };
}

function otherDimensions({ id, dimensions }: EmbedderStamp, now: number): AppError {
  return new AppError(
    'STORE_UNAVAILABLE',
    `The data folder holds vectors of the embedder ${id} with ${dimensions} dimensions, but that model has ${now} now. Bring the former model back, or use another data folder and ingest the documents again.`,
  );
}
