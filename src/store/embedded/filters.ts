import type { Scope } from '../access.ts';
import { conditionsOfFilter, conditionsOfScope, type FilterTable, type ScopeTable } from '../conditions.ts';
import type { DocumentFilter } from '../filters.ts';
import type { SqlValue } from './attached-file.ts';

/** A condition on rows of `documents`, with what its question marks stand for. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** A filter of chunks is one of documents. */
const FILTERS: FilterTable<Condition> = {
  documentIds: (ids) => condition('documents.id IN (SELECT value FROM json_each(?))', JSON.stringify(ids)),
  tags: (tags) =>
    condition(
      'EXISTS (SELECT 1 FROM json_each(documents.tags) JOIN json_each(?) AS wanted USING (value))',
      JSON.stringify(tags),
    ),
  createdAfter: (date) => condition('documents.created_at > ?', date.getTime()),
  createdBefore: (date) => condition('documents.created_at < ?', date.getTime()),
  collection: (name) => within([name]),
  mediaType: (type) => condition('documents.media_type = ?', type),
  datedAfter: (date) => condition('documents.document_date > ?', date.getTime()),
  datedBefore: (date) => condition('documents.document_date < ?', date.getTime()),
  status: (status) => condition('documents.status = ?', status),
  nameContains: (part) => condition('instr(documents.folded_name, ?) > 0', foldName(part)),
};

/** As `isVisible` says. */
const SCOPES: ScopeTable<Condition> = {
  userId: (id) =>
    id === null
      ? condition(`documents.visibility <> 'PRIVATE'`)
      : condition(`(documents.visibility <> 'PRIVATE' OR documents.created_by IS ?)`, id),
  piiAccess: (has) => (has ? null : condition('documents.contains_pii = 0')),
  collections: (names) => names && within(names),
};

/**
 * In one of these collections, or below it. A name is kept as JSON: one below goes on where its last quote stands. Without
 * a subquery, which SQLite would put off until all else was looked at.
 */
function within(names: readonly string[]): Condition {
  const each = names.map((name) => {
    const json = JSON.stringify(name);
    const above = `${json.slice(0, -1)}/`;
    return condition(
      '(documents.collection = ? OR substr(documents.collection, 1, length(?)) = ?)',
      json,
      above,
      above,
    );
  });
  return {
    sql: `(${each.map(({ sql }) => sql).join(' OR ') || 'FALSE'})`,
    values: each.flatMap(({ values }) => values),
  };
}

/** What a filter asks for; it always holds without any part. */
export function fits(filter: DocumentFilter): Condition {
  return allOf(conditionsOfFilter(FILTERS, filter));
}

/**
 * What a scope sees. It comes before what is asked for: so the time that a question takes tells nothing of what fits and
 * is not seen.
 */
export function seenBy(scope: Scope): Condition {
  return allOf(conditionsOfScope(SCOPES, scope));
}

/** Whether a filter leaves any document out. */
export function isOpen(filter: DocumentFilter): boolean {
  return conditionsOfFilter(FILTERS, filter).length === 0;
}

/** Whether a scope leaves out nothing but what is private to others. */
export function seesAllShared(scope: Scope): boolean {
  return conditionsOfScope(SHARED_SCOPES, scope).length === 0;
}

const SHARED_SCOPES: typeof SCOPES = { ...SCOPES, userId: () => null };

/** Holds where all of them hold. */
export function allOf(parts: readonly (Condition | null)[]): Condition {
  const given = parts.filter((part) => part !== null);
  if (given.length === 0) return { sql: 'TRUE', values: [] };
  return { sql: given.map(({ sql }) => sql).join(' AND '), values: given.flatMap(({ values }) => values) };
}

/** A name as it is compared, whatever the case of its letters. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/** A condition in SQL, with the values of its question marks. */
export function condition(sql: string, ...values: SqlValue[]): Condition {
  return { sql, values };
}
