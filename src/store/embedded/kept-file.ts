import type { AnswerId, ConversationId, OwnerId } from '../../ids.ts';
import { EVERYTHING } from '../access.ts';
import type { OwnedAnswer, OwnedConversation, RatedAnswer, SweepTimes } from '../answers.ts';
import { documentsOf, toCopy, toRated } from '../kept-row.ts';
import { showPassages } from '../shown-answer.ts';
import { endLost, present, toKept } from './answer-rows.ts';
import { toConversation } from './conversation-rows.ts';
import { text } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** Removes all that belongs to somebody. */
export function forget({ file }: TenantFile, owner: OwnerId): void {
  file.transaction(
    () => {
      file.run('DELETE FROM answer_texts WHERE answer_id IN (SELECT id FROM answers WHERE owner = ?)', owner);
      file.run('DELETE FROM conversations WHERE owner = ?', owner);
      file.run('DELETE FROM answers WHERE owner = ?', owner);
    },
    { durable: true },
  );
}

/** Removes what was kept long enough, and ends the runs whose lease has run out. */
export function sweep(tenant: TenantFile, { now, answersBefore, eventsBefore, deletedBefore }: SweepTimes): void {
  const { file } = tenant;
  file.transaction(
    () => {
      endLost(tenant, now);
      const before = answersBefore.getTime();
      file.run(`DELETE FROM answers WHERE conversation IS NULL AND status = 'COMPLETED' AND created_at < ?`, before);
      file.run(`DELETE FROM answers WHERE status IN ('FAILED', 'STOPPED') AND created_at < ?`, before);
      file.run(
        'DELETE FROM answer_events WHERE (SELECT ended_at FROM answers WHERE answers.id = answer) < ?',
        eventsBefore.getTime(),
      );
      file.run(
        `DELETE FROM deleted_documents
         WHERE deleted_at < ? AND id NOT IN (SELECT document FROM answer_documents)`,
        deletedBefore.getTime(),
      );
    },
    { durable: false },
  );
}

/** Rated answers by ascending id. */
export function rated(tenant: TenantFile, { after, limit }: { after: AnswerId | null; limit: number }): RatedAnswer[] {
  const rows = tenant.file
    .all('SELECT * FROM answers WHERE rating IS NOT NULL AND id > ? ORDER BY id LIMIT ?', after ?? '', limit)
    .map((row) => toKept(row, tenant.tenantId));
  const documents = present(tenant, documentsOf(rows));
  return rows.flatMap(({ rating, ...row }) => {
    const passages = showPassages(EVERYTHING, row.body?.passages ?? [], documents);
    return rating ? [toRated({ ...row, rating }, passages)] : [];
  });
}

/** All conversations by ascending id. */
export function conversations(
  { file, tenantId }: TenantFile,
  { after, limit }: { after: ConversationId | null; limit: number },
): OwnedConversation[] {
  return file
    .all('SELECT * FROM conversations WHERE id > ? ORDER BY id LIMIT ?', after ?? '', limit)
    .map((row) => ({ owner: text(row, 'owner') as OwnerId, conversation: toConversation(row, tenantId) }));
}

/** All completed answers by ascending id. */
export function answers(
  tenant: TenantFile,
  { after, limit }: { after: AnswerId | null; limit: number },
): OwnedAnswer[] {
  const rows = tenant.file.all(
    `SELECT * FROM answers WHERE status = 'COMPLETED' AND id > ? ORDER BY id LIMIT ?`,
    after ?? '',
    limit,
  );
  const kept = rows.map((row) => ({ owner: text(row, 'owner') as OwnerId, row: toKept(row, tenant.tenantId) }));
  const documents = present(tenant, documentsOf(kept.map(({ row }) => row)));
  return kept.map(({ owner, row }) => ({ owner, answer: toCopy(row, documents) }));
}
