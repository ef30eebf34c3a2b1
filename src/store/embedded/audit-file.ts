import type { AnswerId } from '../../ids.ts';
import type { AccessScope } from '../access.ts';
import type {
  AuditHead,
  AuditLogFilter,
  KeptText,
  NewAuditEntry,
  NewText,
  ReadEntry,
  StoredAuditEntry,
} from '../audit.ts';
import { chain, documentsOf, EVERYWHERE, fromBody, readableBy } from '../audit-chain.ts';
import { conditionsOfFilter, conditionsOfScope, type FilterTable, type ScopeTable } from '../conditions.ts';
import type { Page } from '../pages.ts';
import { present } from './answer-rows.ts';
import type { AttachedFile, SqlRow } from './attached-file.ts';
import { allOf, type Condition, condition } from './filters.ts';
import { checkTenant, date, json, number, readPage, text } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** Adds entries and texts, all or nothing. They survive the end of the process; no call waits for the disk. */
export function append(
  { file, tenantId }: TenantFile,
  entries: readonly NewAuditEntry[],
  texts: readonly NewText[],
): void {
  file.transaction(
    () => {
      const rows = chain(entries, readHead(file));
      for (const { sequence, body, hash, marks } of rows) {
        const { at, action, names, needsPii, privateTo, within } = marks;
        file.run(
          `INSERT INTO audit (sequence, tenant_id, at, action, names, needs_pii, private_to, within, body, hash)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          sequence,
          tenantId,
          at,
          action,
          JSON.stringify(names),
          Number(needsPii),
          privateTo,
          JSON.stringify(within),
          body,
          hash,
        );
      }
      const last = rows.at(-1);
      if (last) writeHead(file, { sequence: last.sequence, hash: last.hash });
      for (const { answerId, at, question, answer, ofStoredAnswer } of texts) {
        file.run(
          `INSERT OR IGNORE INTO answer_texts (answer_id, tenant_id, at, question, answer)
           SELECT ?, ?, ?, ?, ? WHERE NOT ? OR EXISTS (SELECT 1 FROM answers WHERE id = ?)`,
          answerId,
          tenantId,
          at.getTime(),
          JSON.stringify(question),
          JSON.stringify(answer),
          Number(ofStoredAnswer),
          answerId,
        );
      }
    },
    { durable: false },
  );
}

/** Entries that a scope may see, the last first. */
export function list(
  tenant: TenantFile,
  scope: AccessScope,
  { filter, limit, behind }: { filter: AuditLogFilter; limit: number; behind: number | null },
): Page<ReadEntry> {
  const all = allOf([...conditionsOfFilter(FILTERS, filter), ...conditionsOfScope(SCOPES, scope)]);
  const page = allOf([all, behind === null ? null : condition('sequence < ?', behind)]);
  const { items, ...rest } = readPage(tenant.file, {
    rows: `SELECT * FROM audit WHERE ${page.sql} ORDER BY sequence DESC`,
    values: page.values,
    count: `SELECT count(*) AS total FROM audit WHERE ${all.sql}`,
    countValues: all.values,
    limit,
    read: (row) => fromBody(toStored(checkTenant(row, tenant.tenantId))),
  });
  return { ...rest, items: readableBy(scope, items, present(tenant, documentsOf(items))) };
}

/** The texts of these answers that are still kept. */
export function texts({ file, tenantId }: TenantFile, ids: readonly AnswerId[]): KeptText[] {
  return file
    .all('SELECT * FROM answer_texts WHERE answer_id IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
    .map((row) => ({
      answerId: text(checkTenant(row, tenantId), 'answer_id') as AnswerId,
      at: date(row, 'at'),
      question: json(row, 'question'),
      answer: json(row, 'answer'),
    }));
}

/** The chain as it is stored. */
export function read(
  { file, tenantId }: TenantFile,
  { from, limit }: { from: number; limit: number },
): StoredAuditEntry[] {
  return file
    .all('SELECT * FROM audit WHERE sequence >= ? ORDER BY sequence LIMIT ?', from, limit)
    .map((row) => toStored(checkTenant(row, tenantId)));
}

/** The noted end of the chain. */
export function head({ file }: TenantFile): AuditHead | null {
  return readHead(file);
}

/** Removes texts that were kept before this moment. */
export function sweepTexts({ file }: TenantFile, before: Date): void {
  file.transaction(() => file.run('DELETE FROM answer_texts WHERE at < ?', before.getTime()), { durable: false });
}

const FILTERS: FilterTable<Condition, AuditLogFilter> = {
  action: (action) => condition('action = ?', action),
  actor: (name) => condition('EXISTS (SELECT 1 FROM json_each(names) WHERE value = ?)', name),
  after: (date) => condition('at > ?', date.getTime()),
  before: (date) => condition('at < ?', date.getTime()),
};

/** As `mayReadEntry` says. */
const SCOPES: ScopeTable<Condition> = {
  userId: (id) => condition(`private_to IN ('', ?)`, id ?? ''),
  piiAccess: (has) => (has ? null : condition('needs_pii = 0')),
  collections: (names) =>
    names &&
    condition(
      'EXISTS (SELECT 1 FROM json_each(within) AS w JOIN json_each(?) AS held ON held.value = w.value)',
      JSON.stringify([EVERYWHERE, ...names]),
    ),
};

function readHead(file: AttachedFile): AuditHead | null {
  const row = file.get(`SELECT value FROM meta WHERE key = 'audit_head'`);
  return row ? json<AuditHead>(row, 'value') : null;
}

function writeHead(file: AttachedFile, end: AuditHead): void {
  file.run(`INSERT OR REPLACE INTO meta VALUES ('audit_head', ?)`, JSON.stringify(end));
}

function toStored(row: SqlRow): StoredAuditEntry {
  return {
    sequence: number(row, 'sequence'),
    body: text(row, 'body'),
    hash: text(row, 'hash'),
    marks: {
      at: number(row, 'at'),
      action: text(row, 'action'),
      names: json(row, 'names'),
      needsPii: number(row, 'needs_pii') === 1,
      privateTo: text(row, 'private_to'),
      within: json(row, 'within'),
    },
  };
}
