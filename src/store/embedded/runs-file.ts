import type { AnswerId, OwnerId } from '../../ids.ts';
import type { Scope } from '../access.ts';
import type { KeptRun, RunEnd, RunProgress, RunRecord, RunSignals } from '../answers.ts';
import { documentsOf, showRun, toEndBody } from '../kept-row.ts';
import { endLost, GOES_ON, noteSources, present, toKept } from './answer-rows.ts';
import { hasConversation, noteAsked } from './asked.ts';
import { foldName } from './filters.ts';
import { checkTenant, date, json, nullable, number } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

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
): RunSignals | null {
  return file.transaction(
    () => {
      const row = file.get(
        `SELECT stop_asked, read_until, leavings FROM answers WHERE id = ? AND owner = ? AND ${GOES_ON}`,
        id,
        owner,
      );
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
      return {
        stopAsked: number(row, 'stop_asked') === 1,
        readUntil: nullable(row, 'read_until', date),
        leavings: number(row, 'leavings'),
      };
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
      const body = toEndBody(ending);
      const { changes } = file.run(
        `UPDATE answers SET status = ?, position = NULL, lease_until = NULL, ended_at = ?, body = ?
         WHERE id = ? AND owner = ? AND ${GOES_ON}`,
        ending.status,
        Date.now(),
        JSON.stringify(body),
        id,
        owner,
      );
      if (changes === 0) return false;
      noteSources(tenant, id, body);
      if (ending.status === 'COMPLETED') noteAsked(tenant, owner, ending.answer, title);
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
): KeptRun | null {
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

/** Records that a run of theirs is to stop. */
export function requestStop({ file }: TenantFile, _scope: Scope, owner: OwnerId, id: AnswerId): boolean {
  const { changes } = file.transaction(
    () => file.run(`UPDATE answers SET stop_asked = 1 WHERE id = ? AND owner = ? AND ${GOES_ON}`, id, owner),
    { durable: false },
  );
  return changes > 0;
}

/** Records that a run of theirs is read in another process until then. */
export function noteReader({ file }: TenantFile, _scope: Scope, owner: OwnerId, id: AnswerId, until: Date): boolean {
  const { changes } = file.transaction(
    () =>
      file.run(
        `UPDATE answers SET read_until = max(ifnull(read_until, 0), ?) WHERE id = ? AND owner = ? AND ${GOES_ON}`,
        until.getTime(),
        id,
        owner,
      ),
    { durable: false },
  );
  return changes > 0;
}

/** Records that such a reader has left for good. */
export function noteReaderLeft({ file }: TenantFile, _scope: Scope, owner: OwnerId, id: AnswerId): boolean {
  const { changes } = file.transaction(
    () =>
      file.run(
        `UPDATE answers SET read_until = NULL, leavings = leavings + 1 WHERE id = ? AND owner = ? AND ${GOES_ON}`,
        id,
        owner,
      ),
    { durable: false },
  );
  return changes > 0;
}
