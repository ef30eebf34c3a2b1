import type { TenantId, UserId } from '../../ids.ts';
import type { PasswordReset } from '../password-resets.ts';
import type { AttachedFile } from './attached-file.ts';
import { nullable, text } from './rows.ts';

/** Stores a token in the place of the one that its user had. */
export function create(
  file: AttachedFile,
  { tokenHash, userId, madeBy, expiresAt }: PasswordReset & { tokenHash: string; expiresAt: Date },
): void {
  file.transaction(
    () =>
      file.run(
        `INSERT OR REPLACE INTO password_resets (token_hash, user_id, made_by, made_in, expires_at)
         VALUES (?, ?, ?, ?, ?)`,
        tokenHash,
        userId,
        madeBy?.userId ?? null,
        madeBy?.tenantId ?? null,
        expiresAt.getTime(),
      ),
    { durable: true },
  );
}

/** Uses a token up. */
export function take(file: AttachedFile, tokenHash: string, now: Date): PasswordReset | null {
  return file.transaction(
    () => {
      const row = file.get(
        'SELECT * FROM password_resets WHERE token_hash = ? AND expires_at > ?',
        tokenHash,
        now.getTime(),
      );
      file.run('DELETE FROM password_resets WHERE token_hash = ?', tokenHash);
      if (!row) return null;
      const [by, where] = [nullable(row, 'made_by', text), nullable(row, 'made_in', text)];
      const madeBy = by && where ? { userId: by as UserId, tenantId: where as TenantId } : null;
      return { userId: text(row, 'user_id') as UserId, madeBy };
    },
    { durable: true },
  );
}

/** Removes what has expired. */
export function sweep(file: AttachedFile, now: Date): void {
  file.transaction(() => file.run('DELETE FROM password_resets WHERE expires_at <= ?', now.getTime()), {
    durable: false,
  });
}
