import type { ChunkFilter } from '../chunks.ts';
import type { DocumentFilter } from '../documents.ts';
import type { SqlValue } from './attached-file.ts';

/** A condition on rows of `documents`, with what its question marks stand for. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** The condition that a filter stands for; without any part it always holds. A filter of chunks is one of documents. */
export function toCondition(filter: DocumentFilter | ChunkFilter): Condition {
  const parts: Condition[] = [];
  const add = (sql: string, ...values: SqlValue[]) => parts.push({ sql, values });

  if (filter.documentIds) add('documents.id IN (SELECT value FROM json_each(?))', JSON.stringify(filter.documentIds));
  if (filter.tags) {
    add(
      'EXISTS (SELECT 1 FROM json_each(documents.tags) JOIN json_each(?) AS wanted USING (value))',
      JSON.stringify(filter.tags),
    );
  }
  if (filter.createdAfter) add('documents.created_at > ?', filter.createdAfter.getTime());
  if (filter.createdBefore) add('documents.created_at < ?', filter.createdBefore.getTime());
  if ('status' in filter && filter.status) add('documents.status = ?', filter.status);
  if ('nameContains' in filter && filter.nameContains) {
    add('instr(documents.folded_name, ?) > 0', foldName(filter.nameContains));
  }
  return joinConditions(parts);
}

/** Holds where all of them hold. */
export function joinConditions(parts: readonly Condition[]): Condition {
  if (parts.length === 0) return { sql: 'TRUE', values: [] };
  return { sql: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) };
}

/** A name as it is compared, whatever the case of its letters. */
export function foldName(name: string): string {
  return name.toLowerCase();
}
