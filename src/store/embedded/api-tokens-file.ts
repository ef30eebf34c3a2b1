import type { ApiTokenId, TenantId, UserId } from '../../ids.ts';
import type { ApiTokenRecord, FoundApiToken } from '../api-tokens.ts';
import type { Page, PageRequest } from '../pages.ts';
import type { AttachedFile, SqlRow } from './attached-file.ts';
import { date, json, nullable, number, readPage, rightsOf, text } from './rows.ts';

/** Stores a token. */
export function create(file: AttachedFile, token: ApiTokenRecord, hash: string): void {
  file.transaction(() => insert(file, token, hash), { durable: true });
}

/** The same within a transaction, of one that may be revoked. */
export function insert(
  file: AttachedFile,
  token: ApiTokenRecord,
  hash: string,
  { isRevoked } = { isRevoked: false },
): void {
  file.run(
    `INSERT INTO api_tokens
       (id, tenant_id, token_hash, name, prefix, role, pii_access, collections, created_by, created_at, last_used_at,
        expires_at, revoked)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    token.id,
    token.tenantId,
    hash,
    JSON.stringify(token.name),
    token.prefix,
    token.role,
    Number(token.piiAccess),
    JSON.stringify(token.collections),
    token.createdBy,
    token.createdAt.getTime(),
    token.lastUsedAt?.getTime() ?? null,
    token.expiresAt?.getTime() ?? null,
    Number(isRevoked),
  );
}

/** The one with this hash. */
export function find(file: AttachedFile, hash: string): FoundApiToken | null {
  const row = file.get('SELECT * FROM api_tokens WHERE token_hash = ?', hash);
  return row ? toFound(row) : null;
}

/** Those that exist. */
export function findMany(file: AttachedFile, ids: readonly ApiTokenId[]): FoundApiToken[] {
  return file
    .all('SELECT * FROM api_tokens WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
    .map(toFound);
}

/** Those of an organisation that are good, newest first. */
export function list(
  file: AttachedFile,
  tenantId: TenantId,
  { limit, after, now }: PageRequest & { now: Date },
): Page<ApiTokenRecord> {
  const [at, id] = after ? [after.at.getTime(), after.id] : [Number.MAX_SAFE_INTEGER, ''];
  const good = 'tenant_id = ? AND revoked = 0 AND (expires_at IS NULL OR expires_at > ?)';
  return readPage(file, {
    rows: `SELECT * FROM api_tokens WHERE ${good} AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC`,
    values: [tenantId, now.getTime(), at, id],
    count: `SELECT count(*) AS total FROM api_tokens WHERE ${good}`,
    countValues: [tenantId, now.getTime()],
    limit,
    read: toToken,
  });
}

/** Notes that it was used. */
export function see(file: AttachedFile, id: ApiTokenId, at: Date): void {
  file.transaction(() => file.run('UPDATE api_tokens SET last_used_at = ? WHERE id = ?', at.getTime(), id), {
    durable: false,
  });
}

/** Takes one back. */
export function revoke(file: AttachedFile, tenantId: TenantId, id: ApiTokenId): boolean {
  return file.transaction(
    () =>
      file.run('UPDATE api_tokens SET revoked = 1 WHERE tenant_id = ? AND id = ? AND revoked = 0', tenantId, id)
        .changes > 0,
    { durable: true },
  );
}

/** What a row says. */
export function toFound(row: SqlRow): FoundApiToken {
  return { token: toToken(row), isRevoked: number(row, 'revoked') === 1 };
}

function toToken(row: SqlRow): ApiTokenRecord {
  return {
    id: text(row, 'id') as ApiTokenId,
    tenantId: text(row, 'tenant_id') as TenantId,
    name: json(row, 'name'),
    prefix: text(row, 'prefix'),
    ...rightsOf(row),
    createdBy: text(row, 'created_by') as UserId,
    createdAt: date(row, 'created_at'),
    lastUsedAt: nullable(row, 'last_used_at', date),
    expiresAt: nullable(row, 'expires_at', date),
  };
}
