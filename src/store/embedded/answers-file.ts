import type { AnswerId, ConversationId, OwnerId } from '../../ids.ts';
import type { Scope } from '../access.ts';
import type { AnswerRecord, Rating, Source } from '../answers.ts';
import { toAnswerBody } from '../kept-row.ts';
import { type LastPage, type LastPageRequest, type Page, type PageRequest, toLastPage } from '../pages.ts';
import { seesAll } from '../shown-answer.ts';
import { noteSources, present, showRows } from './answer-rows.ts';
import { hasConversation, noteAsked } from './asked.ts';
import { allOf, type Condition, condition, foldName } from './filters.ts';
import { readPage } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** Keeps an answer; one that is there already stays as it is. */
export function keep(
  tenant: TenantFile,
  _scope: Scope,
  owner: OwnerId,
  answer: AnswerRecord,
  { title }: { title: string },
): boolean {
  const { file, tenantId } = tenant;
  const { id, conversationId, createdAt, question, rating } = answer;
  return file.transaction(
    () => {
      if (!hasConversation(tenant, owner, conversationId)) return false;
      noteAsked(tenant, owner, answer, title);
      const body = toAnswerBody(answer);
      const { changes } = file.run(
        `INSERT OR IGNORE INTO answers
           (id, tenant_id, owner, conversation, created_at, status, ended_at, rating, folded_question, question, body)
         VALUES (?, ?, ?, ?, ?, 'COMPLETED', ?, ?, ?, ?, ?)`,
        id,
        tenantId,
        owner,
        conversationId,
        createdAt.getTime(),
        Date.now(),
        rating === null ? null : JSON.stringify(rating),
        foldName(question),
        JSON.stringify(question),
        JSON.stringify(body),
      );
      if (changes > 0) noteSources(tenant, id, body);
      return true;
    },
    { durable: true },
  );
}

/** Those of theirs that were completed. */
export function findMany(tenant: TenantFile, scope: Scope, owner: OwnerId, ids: readonly AnswerId[]): AnswerRecord[] {
  const rows = tenant.file.all(
    `SELECT * FROM answers
     WHERE id IN (SELECT value FROM json_each(?)) AND owner = ? AND status = 'COMPLETED'`,
    JSON.stringify(ids),
    owner,
  );
  return showRows(tenant, scope, rows);
}

/** A page of a conversation's answers, oldest first. */
export function list(
  tenant: TenantFile,
  scope: Scope,
  owner: OwnerId,
  conversationId: ConversationId,
  { limit, after }: PageRequest,
): Page<AnswerRecord> {
  const all = inConversation(owner, conversationId);
  const page = allOf([all, after && condition('(created_at, id) > (?, ?)', after.at.getTime(), after.id)]);
  return readAnswers(tenant, scope, { all, page, order: 'created_at, id', limit });
}

/** A page of the newest answers of a conversation, oldest first. */
export function last(
  tenant: TenantFile,
  scope: Scope,
  owner: OwnerId,
  conversationId: ConversationId,
  { limit, before }: LastPageRequest,
): LastPage<AnswerRecord> {
  const all = inConversation(owner, conversationId);
  const page = allOf([all, before && condition('(created_at, id) < (?, ?)', before.at.getTime(), before.id)]);
  return toLastPage(readAnswers(tenant, scope, { all, page, order: 'created_at DESC, id DESC', limit }));
}

/** Notes what they think of an answer of theirs. */
export function rate(
  tenant: TenantFile,
  scope: Scope,
  owner: OwnerId,
  id: AnswerId,
  rating: Rating,
): AnswerRecord | null {
  const { file } = tenant;
  file.transaction(
    () =>
      file.run(
        `UPDATE answers SET rating = ? WHERE id = ? AND owner = ? AND status = 'COMPLETED'`,
        JSON.stringify(rating),
        id,
        owner,
      ),
    { durable: true },
  );
  return findMany(tenant, scope, owner, [id])[0] ?? null;
}

/** Whether the scope sees all of these documents; they need no owner. */
export function sees(tenant: TenantFile, scope: Scope, _owner: OwnerId, sources: readonly Source[]): boolean {
  const documents = present(
    tenant,
    sources.map(({ documentId }) => documentId),
  );
  return seesAll(scope, sources, documents);
}

function readAnswers(
  tenant: TenantFile,
  scope: Scope,
  { all, page, order, limit }: { all: Condition; page: Condition; order: string; limit: number },
): Page<AnswerRecord> {
  const { items, ...rest } = readPage(tenant.file, {
    rows: `SELECT * FROM answers WHERE ${page.sql} ORDER BY ${order}`,
    values: page.values,
    count: `SELECT count(*) AS total FROM answers WHERE ${all.sql}`,
    countValues: all.values,
    limit,
    read: (row) => row,
  });
  return { items: showRows(tenant, scope, items), ...rest };
}

function inConversation(owner: OwnerId, id: ConversationId) {
  return condition(`conversation = ? AND owner = ? AND status = 'COMPLETED'`, id, owner);
}
