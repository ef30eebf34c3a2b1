import type { UserId } from '../../ids.ts';
import type { AttachedFile } from './attached-file.ts';
import { text } from './rows.ts';

/** Stores a token in the place of the one that its user had. */
export function create(
  file: AttachedFile,
  { tokenHash, userId, expiresAt }: { tokenHash: string; userId: UserId; expiresAt: Date },
): void {
  file.transaction(
    () =>
      file.run(
        'INSERT OR REPLACE INTO password_resets (token_hash, user_id, expires_at) VALUES (?, ?, ?)',
        tokenHash,
        userId,
        expiresAt.getTime(),
      ),
    { durable: true },
  );
}

/** Uses a token up. */
export function take(file: AttachedFile, tokenHash: string, now: Date): UserId | null {
  return file.transaction(
    () => {
      const row = file.get(
        'SELECT user_id FROM password_resets WHERE token_hash = ? AND expires_at > ?',
        tokenHash,
        now.getTime(),
      );
      file.run('DELETE FROM password_resets WHERE token_hash = ?', tokenHash);
      return row ? (text(row, 'user_id') as UserId) : null;
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
