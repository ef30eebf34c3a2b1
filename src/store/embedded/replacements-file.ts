import type { DocumentId } from '../../ids.ts';
import { changeRow } from './document-rows.ts';
import { get, next } from './documents-file.ts';
import { drop } from './originals-file.ts';
import { nullable, number } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** Puts the replacement of a document's original, if there is one, in its place. */
export function takeReplacement(tenant: TenantFile, id: DocumentId): void {
  const { file } = tenant;
  const taken = next(tenant, id);
  if (!taken) return;
  const { mediaType, sizeBytes, sha256 } = taken;
  const stored = storedIn(tenant, 'replacements', id);
  drop(tenant, storedIn(tenant, 'documents', id));
  // Originals of earlier versions are whole in a table of their own.
  file.run('DELETE FROM originals WHERE document_id = ?', id);
  if (stored === null)
    file.run('INSERT INTO originals SELECT document_id, tenant_id, bytes FROM replacements WHERE document_id = ?', id);
  file.run('DELETE FROM replacements WHERE document_id = ?', id);
  const { version } = get(tenant, id);
  changeRow(tenant, id, {
    media_type: mediaType,
    size_bytes: sizeBytes,
    sha256,
    original: stored,
    version: version + 1,
  });
}

/** Removes the replacement of a document's original, if there is one. */
export function dropReplacement(tenant: TenantFile, id: DocumentId): void {
  drop(tenant, storedIn(tenant, 'replacements', id));
  tenant.file.run('DELETE FROM replacements WHERE document_id = ?', id);
}

/** The number of a row's original; null for one of an earlier version, or without a row. */
function storedIn({ file }: TenantFile, table: 'documents' | 'replacements', id: DocumentId): number | null {
  const key = table === 'documents' ? 'id' : 'document_id';
  const row = file.get(`SELECT original FROM ${table} WHERE ${key} = ?`, id);
  return nullable(row ?? { original: null }, 'original', number);
}
