import type { AnswerId, ConversationId, OwnerId } from '../../ids.ts';
import type { Scope } from '../access.ts';
import type { AnswerRecord, Rating, RunEnd, RunProgress, RunRecord, ShownPassage } from '../answers.ts';
import { documentsOf, showRun, toAnswerBody, toEndBody } from '../kept-row.ts';
import type { Page, PageRequest } from '../pages.ts';
import { showPassages } from '../shown-answer.ts';
import { endLost, GOES_ON, hasConversation, noteAsked, present, showRows, toKept } from './answer-rows.ts';
import { allOf, condition, foldName } from './filters.ts';
import { checkTenant, json, number, readPage } from './rows.ts';
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
      noteAsked(tenant, answer, { title, foldedTitle: foldName(title) });
      file.run(
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
        JSON.stringify(toAnswerBody(answer)),
      );
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
  const { items, ...rest } = readPage(tenant.file, {
    rows: `SELECT * FROM answers WHERE ${page.sql} ORDER BY created_at, id`,
    values: page.values,
    count: `SELECT count(*) AS total FROM answers WHERE ${all.sql}`,
    countValues: all.values,
    limit,
    read: (row) => row,
  });
  return { items: showRows(tenant, scope, items), ...rest };
}

/** The newest answers of a conversation, oldest first. */
export function last(
  tenant: TenantFile,
  scope: Scope,
  owner: OwnerId,
  conversationId: ConversationId,
  { limit }: { limit: number },
): AnswerRecord[] {
  const { sql, values } = inConversation(owner, conversationId);
  const rows = tenant.file.all(
    `SELECT * FROM answers WHERE ${sql} ORDER BY created_at DESC, id DESC LIMIT ?`,
    ...values,
    limit,
  );
  return showRows(tenant, scope, rows.reverse());
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

/** Passages as they may be shown now; they need no owner. */
export function show(
  tenant: TenantFile,
  scope: Scope,
  _owner: OwnerId,
  passages: readonly ShownPassage[],
): ShownPassage[] {
  const ids = passages.map(({ documentId }) => documentId);
  return showPassages(scope, passages, present(tenant, ids));
}

/** Notes an answer that has begun. */
export function begin(
  tenant: TenantFile,
  _scope: Scope,
  owner: OwnerId,
  { id, conversationId, createdAt, question }: Pick<RunRecord, 'id' | 'conversationId' | 'createdAt' | 'question'>,
  leaseUntil: Date,
): boolean {
  const { file, tenantId } = tenant;
  return file.transaction(
    () => {
      if (!hasConversation(tenant, owner, conversationId)) return false;
      file.run(
        `INSERT INTO answers
           (id, tenant_id, owner, conversation, created_at, status, lease_until, folded_question, question)
         VALUES (?, ?, ?, ?, ?, 'QUEUED', ?, ?, ?)`,
        id,
        tenantId,
        owner,
        conversationId,
        createdAt.getTime(),
        leaseUntil.getTime(),
        foldName(question),
        JSON.stringify(question),
      );
      return true;
    },
    { durable: true },
  );
}

/** Adds to a run; no call waits for the disk. */
export function progress(
  { file, tenantId }: TenantFile,
  _scope: Scope,
  owner: OwnerId,
  id: AnswerId,
  { status, position, from, events, leaseUntil }: RunProgress,
): { stopAsked: boolean } | null {
  return file.transaction(
    () => {
      const row = file.get(`SELECT stop_asked FROM answers WHERE id = ? AND owner = ? AND ${GOES_ON}`, id, owner);
      if (!row) return null;
      file.run(
        'UPDATE answers SET status = ?, position = ?, lease_until = ? WHERE id = ?',
        status,
        position,
        leaseUntil.getTime(),
        id,
      );
      if (events.length > 0) {
        file.run(
          'INSERT OR REPLACE INTO answer_events VALUES (?, ?, ?, ?, ?)',
          id,
          from,
          tenantId,
          from + events.length,
          JSON.stringify(events),
        );
      }
      return { stopAsked: number(row, 'stop_asked') === 1 };
    },
    { durable: false },
  );
}

/** Ends a run of theirs that goes on. */
export function end(
  tenant: TenantFile,
  _scope: Scope,
  owner: OwnerId,
  id: AnswerId,
  ending: RunEnd,
  { title }: { title: string },
): boolean {
  const { file } = tenant;
  return file.transaction(
    () => {
      const { changes } = file.run(
        `UPDATE answers SET status = ?, position = NULL, lease_until = NULL, ended_at = ?, body = ?
         WHERE id = ? AND owner = ? AND ${GOES_ON}`,
        ending.status,
        Date.now(),
        JSON.stringify(toEndBody(ending)),
        id,
        owner,
      );
      if (changes === 0) return false;
      const row = file.get('SELECT * FROM answers WHERE id = ?', id);
      if (row && ending.status === 'COMPLETED') {
        noteAsked(tenant, toKept(row, tenant.tenantId), { title, foldedTitle: foldName(title) });
      }
      return true;
    },
    { durable: true },
  );
}

/** A run of theirs, or an answer. */
export function run(
  tenant: TenantFile,
  scope: Scope,
  owner: OwnerId,
  id: AnswerId,
  { now }: { now: Date },
): RunRecord | null {
  const { file, tenantId } = tenant;
  const read = () => file.get('SELECT * FROM answers WHERE id = ? AND owner = ?', id, owner);
  let row = read();
  if (row && typeof row['lease_until'] === 'number' && row['lease_until'] <= now.getTime()) {
    file.transaction(() => endLost(tenant, now, id), { durable: true });
    row = read();
  }
  if (!row) return null;
  const kept = toKept(row, tenantId);
  return showRun(scope, kept, present(tenant, documentsOf([kept])));
}

/** The events of a run of theirs, from a number on. */
export function events(
  { file, tenantId }: TenantFile,
  _scope: Scope,
  owner: OwnerId,
  id: AnswerId,
  { from }: { from: number },
): { number: number; event: string }[] {
  const rows = file.all(
    `SELECT answer_events.tenant_id, first, events FROM answer_events JOIN answers ON answers.id = answer
     WHERE answer = ? AND owner = ? AND behind > ? ORDER BY first`,
    id,
    owner,
    from,
  );
  return rows
    .flatMap((row) => {
      const first = number(checkTenant(row, tenantId), 'first');
      return json<string[]>(row, 'events').map((event, at) => ({ number: first + at, event }));
    })
    .filter((event) => event.number >= from);
}

/** Asks whoever works on a run of theirs to stop. */
export function askToStop({ file }: TenantFile, _scope: Scope, owner: OwnerId, id: AnswerId): boolean {
  const { changes } = file.transaction(
    () => file.run(`UPDATE answers SET stop_asked = 1 WHERE id = ? AND owner = ? AND ${GOES_ON}`, id, owner),
    { durable: false },
  );
  return changes > 0;
}

function inConversation(owner: OwnerId, id: ConversationId) {
  return condition(`conversation = ? AND owner = ? AND status = 'COMPLETED'`, id, owner);
}
