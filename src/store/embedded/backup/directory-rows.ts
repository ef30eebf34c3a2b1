import type { TenantId } from '../../../ids.ts';
import { takenByAnother } from '../../directory.ts';
import type { QueuedDocument } from '../../ingestion-queue.ts';
import type { AttachedFile, SqlRow } from '../attached-file.ts';
import { insertInto, json, nullable, number, text } from '../rows.ts';

/** An organisation with its members, as rows of a directory. */
export interface TenantRows {
  /** Whose vectors it has; absent where its file wasn't made yet. */
  readonly embedder: SqlRow | undefined;
  readonly tenant: SqlRow;
  readonly users: readonly SqlRow[];
  readonly memberships: readonly SqlRow[];
  readonly invitations: readonly SqlRow[];
  readonly apiTokens: readonly SqlRow[];
}

/** All organisations of a directory, by id. */
export function listTenantIds(file: AttachedFile): TenantId[] {
  return file.all('SELECT id FROM tenants ORDER BY id').map((row) => text(row, 'id') as TenantId);
}

/** The same with their names, the oldest first. */
export function listTenantNames(file: AttachedFile): { id: TenantId; name: string }[] {
  return file
    .all('SELECT id, name FROM tenants ORDER BY created_at, id')
    .map((row) => ({ id: text(row, 'id') as TenantId, name: json<string>(row, 'name') }));
}

/** What a directory holds of one organisation. */
export function readTenantRows(file: AttachedFile, id: TenantId): TenantRows {
  const tenant = file.get('SELECT * FROM tenants WHERE id = ?', id);
  if (!tenant) throw new Error('A backup holds every organisation that its manifest names.');
  return {
    tenant,
    embedder: file.get('SELECT * FROM embedders WHERE id = ?', nullable(tenant, 'embedder', text)),
    users: file.all('SELECT u.* FROM users u JOIN memberships m ON m.user_id = u.id WHERE m.tenant_id = ?', id),
    memberships: file.all('SELECT * FROM memberships WHERE tenant_id = ?', id),
    invitations: file.all('SELECT * FROM invitations WHERE tenant_id = ?', id),
    apiTokens: file.all('SELECT * FROM api_tokens WHERE tenant_id = ?', id),
  };
}

/**
 * Puts an organisation's rows and its unfinished documents in place of those that are there, all or nothing. Users who
 * are there stay as they are, as they may belong to other organisations, too, and may have another password by now. API tokens
 * that were revoked since stay so.
 *
 * @throws AppError `CONFLICT` when somebody else has a member's e-mail address now
 */
export function replaceTenantRows(file: AttachedFile, rows: TenantRows, unfinished: readonly QueuedDocument[]): void {
  const id = text(rows.tenant, 'id');
  file.transaction(
    () => {
      if (rows.embedder) adoptEmbedder(file, rows.embedder);
      putRow(file, 'tenants', rows.tenant, { key: 'id' });
      for (const user of rows.users) addUser(file, user, id);
      file.run('DELETE FROM memberships WHERE tenant_id = ?', id);
      for (const row of rows.memberships) putRow(file, 'memberships', row);
      file.run('DELETE FROM invitations WHERE tenant_id = ?', id);
      for (const row of rows.invitations) putRow(file, 'invitations', row);
      file.run('DELETE FROM api_tokens WHERE tenant_id = ? AND revoked = 0', id);
      const isRevoked = (row: SqlRow) => file.get('SELECT 1 FROM api_tokens WHERE id = ?', text(row, 'id'));
      for (const row of rows.apiTokens) if (!isRevoked(row)) putRow(file, 'api_tokens', row);
      file.run('DELETE FROM queue WHERE tenant_id = ?', id);
      for (const { documentId } of unfinished) {
        file.run('INSERT INTO queue (tenant_id, document_id) VALUES (?, ?)', id, documentId);
      }
    },
    { durable: true },
  );
}

function addUser(file: AttachedFile, user: SqlRow, tenantId: string): void {
  const [id, email] = [text(user, 'id'), text(user, 'email')];
  if (file.get('SELECT 1 FROM users WHERE id = ?', id)) return;
  if (file.get('SELECT 1 FROM users WHERE email = ?', email)) throw takenByAnother(email);
  const last = text(user, 'last_tenant_id');
  const known = file.get('SELECT 1 FROM tenants WHERE id = ?', last);
  putRow(file, 'users', known ? user : { ...user, last_tenant_id: Buffer.from(tenantId) });
}

/** Writes a row as it was read, with all its columns; over one of the same key where that is given. */
function putRow(file: AttachedFile, table: string, row: SqlRow, { key }: { key?: string } = {}): void {
  const columns = Object.keys(row);
  const values = columns.map((column) =>
    typeof row[column] === 'number' ? number(row, column) : nullable(row, column, text),
  );
  const update = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  file.run(
    `${insertInto(table, columns)}
     ${key ? `ON CONFLICT (${key}) DO UPDATE SET ${update}` : ''}`,
    ...values,
  );
}

/** So that it can be opened until the organisation's vectors are another's. */
function adoptEmbedder(file: AttachedFile, row: SqlRow): void {
  const [id, dimensions] = [text(row, 'id'), number(row, 'dimensions')];
  if (!file.get('SELECT 1 FROM embedders WHERE id = ?', id)) putRow(file, 'embedders', row);
  // Of a folder that is only being made.
  file.run(`INSERT OR IGNORE INTO meta VALUES ('embedder', ?)`, JSON.stringify({ id, dimensions }));
}
