import type { ConversationId, OwnerId } from '../../ids.ts';
import type { ConversationRecord } from '../conversations.ts';
import type { Page, PageRequest } from '../pages.ts';
import { toConversation } from './conversation-rows.ts';
import { allOf, condition, foldName } from './filters.ts';
import { readPage } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** Makes a conversation; one that is there already stays as it is. */
export function create(
  tenant: TenantFile,
  owner: OwnerId,
  { id, title, createdAt }: Pick<ConversationRecord, 'id' | 'title' | 'createdAt'>,
): ConversationRecord {
  const { file, tenantId } = tenant;
  file.transaction(
    () =>
      file.run(
        'INSERT OR IGNORE INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?)',
        id,
        tenantId,
        owner,
        title === null ? null : JSON.stringify(title),
        foldName(title ?? ''),
        createdAt.getTime(),
        createdAt.getTime(),
      ),
    { durable: true },
  );
  const made = find(tenant, owner, id);
  if (!made) throw new TypeError('The id of a new conversation is that of one of somebody else.');
  return made;
}

/** One of theirs, or null. */
export function find({ file, tenantId }: TenantFile, owner: OwnerId, id: ConversationId): ConversationRecord | null {
  const row = file.get('SELECT * FROM conversations WHERE id = ? AND owner = ?', id, owner);
  return row ? toConversation(row, tenantId) : null;
}

/** A page of theirs, last used first. */
export function list(
  { file, tenantId }: TenantFile,
  owner: OwnerId,
  { contains, limit, after }: PageRequest & { contains: string | null },
): Page<ConversationRecord> {
  const part = contains === null ? null : foldName(contains);
  const holding =
    part === null
      ? null
      : condition(
          `(instr(folded_title, ?) > 0 OR EXISTS (
             SELECT 1 FROM answers
             WHERE conversation = conversations.id AND status = 'COMPLETED' AND instr(folded_question, ?) > 0))`,
          part,
          part,
        );
  const all = allOf([condition('owner = ?', owner), holding]);
  const page = allOf([all, after && condition('(updated_at, id) < (?, ?)', after.at.getTime(), after.id)]);
  return readPage(file, {
    rows: `SELECT * FROM conversations WHERE ${page.sql} ORDER BY updated_at DESC, id DESC`,
    values: page.values,
    count: `SELECT count(*) AS total FROM conversations WHERE ${all.sql}`,
    countValues: all.values,
    limit,
    read: (row) => toConversation(row, tenantId),
  });
}

/** Gives one of theirs another title. */
export function rename(
  tenant: TenantFile,
  owner: OwnerId,
  id: ConversationId,
  title: string,
  at: Date,
): ConversationRecord | null {
  const { file } = tenant;
  file.transaction(
    () =>
      file.run(
        `UPDATE conversations SET title = ?, folded_title = ?, updated_at = max(updated_at, ?)
         WHERE id = ? AND owner = ?`,
        JSON.stringify(title),
        foldName(title),
        at.getTime(),
        id,
        owner,
      ),
    { durable: true },
  );
  return find(tenant, owner, id);
}

/** Removes one of theirs; its answers, their events and the audit's texts of them go with it. */
function remove({ file }: TenantFile, owner: OwnerId, id: ConversationId): boolean {
  const { changes } = file.transaction(
    () => {
      file.run(
        'DELETE FROM answer_texts WHERE answer_id IN (SELECT id FROM answers WHERE conversation = ? AND owner = ?)',
        id,
        owner,
      );
      return file.run('DELETE FROM conversations WHERE id = ? AND owner = ?', id, owner);
    },
    { durable: true },
  );
  return changes > 0;
}

export { remove as delete };
