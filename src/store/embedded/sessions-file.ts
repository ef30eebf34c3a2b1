import type { SessionId, TenantId, UserId } from '../../ids.ts';
import type { Rotation, SessionRecord } from '../sessions.ts';
import type { AttachedFile, SqlRow } from './attached-file.ts';
import { date, json, nullable, text } from './rows.ts';

/** Stores a session and the hash of its refresh token. */
export function create(file: AttachedFile, session: SessionRecord, refreshHash: string): void {
  file.transaction(
    () => {
      insert(file, session);
      insertToken(file, refreshHash, session.id);
    },
    { durable: true },
  );
}

/** Within a transaction. */
export function insert(file: AttachedFile, session: SessionRecord): void {
  file.run(
    `INSERT INTO sessions (id, user_id, tenant_id, device, created_at, last_seen_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    session.id,
    session.userId,
    session.tenantId,
    JSON.stringify(session.device),
    session.createdAt.getTime(),
    session.lastSeenAt.getTime(),
    session.expiresAt.getTime(),
  );
}

/** Puts the next refresh token in the place of one, or ends the session of one that comes again. */
export function rotate(
  file: AttachedFile,
  { hash, next, now, expiresAt, graceMs }: { hash: string; next: string; now: Date; expiresAt: Date; graceMs: number },
): Rotation {
  return file.transaction(
    (): Rotation => {
      const row = file.get(
        `SELECT s.*, r.used_at FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id
         WHERE r.hash = ? AND s.expires_at > ?`,
        hash,
        now.getTime(),
      );
      if (!row) return { type: 'UNKNOWN' };
      const session = toSession(row);
      const usedAt = nullable(row, 'used_at', date);
      if (usedAt !== null && now.getTime() - usedAt.getTime() < graceMs) return { type: 'REPEATED' };
      if (usedAt !== null) {
        file.run('DELETE FROM sessions WHERE id = ?', session.id);
        return { type: 'REUSED', session };
      }
      file.run('UPDATE refresh_tokens SET used_at = ? WHERE hash = ?', now.getTime(), hash);
      insertToken(file, next, session.id);
      file.run(
        'UPDATE sessions SET last_seen_at = ?, expires_at = ? WHERE id = ?',
        now.getTime(),
        expiresAt.getTime(),
        session.id,
      );
      return { type: 'ROTATED', session: { ...session, lastSeenAt: now, expiresAt } };
    },
    { durable: true },
  );
}

/** Gives a session another refresh token, and uses up all that it had. */
export function renew(
  file: AttachedFile,
  id: SessionId,
  { next, now, expiresAt }: { next: string; now: Date; expiresAt: Date },
): boolean {
  return file.transaction(
    () => {
      const times = [now.getTime(), expiresAt.getTime()];
      if (!file.run('UPDATE sessions SET last_seen_at = ?, expires_at = ? WHERE id = ?', ...times, id).changes)
        return false;
      file.run('UPDATE refresh_tokens SET used_at = ? WHERE session_id = ? AND used_at IS NULL', now.getTime(), id);
      insertToken(file, next, id);
      return true;
    },
    { durable: true },
  );
}

/** Those that exist and have not expired. */
export function findMany(file: AttachedFile, ids: readonly SessionId[], { now }: { now: Date }): SessionRecord[] {
  return file
    .all(
      'SELECT * FROM sessions WHERE id IN (SELECT value FROM json_each(?)) AND expires_at > ?',
      JSON.stringify(ids),
      now.getTime(),
    )
    .map(toSession);
}

/** A user's, last seen first. */
export function list(file: AttachedFile, userId: UserId, { now }: { now: Date }): SessionRecord[] {
  return file
    .all(
      'SELECT * FROM sessions WHERE user_id = ? AND expires_at > ? ORDER BY last_seen_at DESC, id',
      userId,
      now.getTime(),
    )
    .map(toSession);
}

/** Notes that it was seen. */
export function see(file: AttachedFile, id: SessionId, at: Date): void {
  file.transaction(() => file.run('UPDATE sessions SET last_seen_at = ? WHERE id = ?', at.getTime(), id), {
    durable: false,
  });
}

/** Ends one of a user's. */
export function end(file: AttachedFile, userId: UserId, id: SessionId): boolean {
  return endWhere(file, 'user_id = ? AND id = ?', userId, id) > 0;
}

/** Ends a user's: all but one, or those for one organisation. */
export function endAll(
  file: AttachedFile,
  userId: UserId,
  { except, tenantId }: { except?: SessionId | undefined; tenantId?: TenantId | undefined } = {},
): number {
  return endWhere(
    file,
    'user_id = ? AND id <> ? AND (? IS NULL OR tenant_id = ?)',
    userId,
    except ?? '',
    tenantId ?? null,
    tenantId ?? null,
  );
}

/** Removes what has expired. */
export function sweep(file: AttachedFile, now: Date): void {
  endWhere(file, 'expires_at <= ?', now.getTime());
}

function endWhere(file: AttachedFile, condition: string, ...values: (string | number | null)[]): number {
  return file.transaction(() => file.run(`DELETE FROM sessions WHERE ${condition}`, ...values).changes, {
    durable: true,
  });
}

/** Within a transaction. `usedAt`: null for the current one. */
export function insertToken(file: AttachedFile, hash: string, sessionId: SessionId, usedAt: Date | null = null): void {
  file.run(
    'INSERT INTO refresh_tokens (hash, session_id, used_at) VALUES (?, ?, ?)',
    hash,
    sessionId,
    usedAt?.getTime() ?? null,
  );
}

/** What a row says. */
export function toSession(row: SqlRow): SessionRecord {
  return {
    id: text(row, 'id') as SessionId,
    userId: text(row, 'user_id') as UserId,
    tenantId: text(row, 'tenant_id') as TenantId,
    device: json(row, 'device'),
    createdAt: date(row, 'created_at'),
    lastSeenAt: date(row, 'last_seen_at'),
    expiresAt: date(row, 'expires_at'),
  };
}
