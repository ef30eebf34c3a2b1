import type { ConversationId, OwnerId } from '../../ids.ts';
import type { AnswerRecord } from '../answers.ts';
import { foldName } from './filters.ts';
import type { TenantFile } from './tenant-files.ts';

/** Whether a conversation, if one is named, is there and is theirs. */
export function hasConversation({ file }: TenantFile, owner: OwnerId, id: ConversationId | null): boolean {
  return (
    id === null || file.get('SELECT 1 AS there FROM conversations WHERE id = ? AND owner = ?', id, owner) !== undefined
  );
}

/** Within a transaction: a conversation was asked in, and gets this title if it has none. */
export function noteAsked(
  { file }: TenantFile,
  owner: OwnerId,
  { conversationId, createdAt }: Pick<AnswerRecord, 'conversationId' | 'createdAt'>,
  title: string,
): void {
  if (conversationId === null) return;
  file.run(
    `UPDATE conversations SET updated_at = max(updated_at, ?),
       folded_title = iif(title IS NULL, ?, folded_title), title = ifnull(title, ?)
     WHERE id = ? AND owner = ?`,
    createdAt.getTime(),
    foldName(title),
    JSON.stringify(title),
    conversationId,
    owner,
  );
}
