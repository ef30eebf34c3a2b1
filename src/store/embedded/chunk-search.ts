import type { DocumentId, Generation, TenantId } from '../../ids.ts';
import { EVERYTHING, type Scope } from '../access.ts';
import type { ChunkKey, EmbeddedQuestion, ShownChunk } from '../chunks.ts';
import type { ChunkFilter } from '../filters.ts';
import { sentenceCosines } from '../sentences.ts';
import type { AttachedFile, SqlRow } from './attached-file.ts';
import { toAccess } from './document-rows.ts';
import { SHOWN } from './documents-file.ts';
import { allOf, type Condition, fits, isOpen, seenBy, seesAllShared } from './filters.ts';
import { bytes, checkTenant, json, nullable, number, text } from './rows.ts';
import { embedderIn } from './tenant-embedder.ts';
import type { TenantFile } from './tenant-files.ts';
import { unpackBody } from './wire.ts';

/** What a search looks at: the documents that fit and are seen, or null for all that are shown. */
export type Sight = Condition | null;

/** What a scope and a filter leave a search to look at. */
export function sightOf({ file }: TenantFile, scope: Scope, filter: ChunkFilter): Sight {
  if (isOpen(filter) && seesAllShared(scope) && !hasPrivateOfOthers(file, scope)) return null;
  return allOf([SHOWN, seenBy(scope), fits(filter)]);
}

/** The attempts whose chunks a search looks at. */
export function shownAttempts({ file }: TenantFile, sight: Sight): Set<number> {
  const { sql, values } = sight ?? SHOWN;
  const rows = file.all(`SELECT shown FROM documents WHERE ${sql}`, ...values);
  return new Set(rows.map((row) => number(row, 'shown')));
}

/** The first chunks of the documents that fit, newest document first. */
export function findFirst({ file, tenantId }: TenantFile, sight: Sight, limit: number): ChunkKey[] {
  const { sql, values } = sight ?? SHOWN;
  const rows = file.all(
    `SELECT documents.tenant_id, documents.id AS document_id, documents.generation, chunks.place
     FROM documents CROSS JOIN chunks ON chunks.attempt = documents.shown WHERE ${sql}
     ORDER BY documents.created_at DESC, documents.id DESC, chunks.place LIMIT ?`,
    ...values,
    limit,
  );
  return rows.map((row) => toKey(checkTenant(row, tenantId)));
}

/** The texts of those of the chunks that a scope sees, in the order of the keys. */
export function readTexts(
  { file, tenantId }: TenantFile,
  scope: Scope,
  keys: readonly ChunkKey[],
  { question }: { question?: EmbeddedQuestion } = {},
): ShownChunk[] {
  const { sql, values } = allOf([SHOWN, seenBy(scope)]);
  const wanted = keys.map(({ documentId, generation, index }) => [documentId, generation, index]);
  const rows = file.all(
    `SELECT passages.*, sentences.packed, chunks.place, documents.id AS document_id, documents.generation,
       documents.name, documents.tenant_id AS owner, documents.collection, documents.visibility,
       documents.contains_pii, documents.created_by
     FROM json_each(?) AS wanted
     CROSS JOIN documents ON documents.id = wanted.value ->> 0 AND documents.generation = wanted.value ->> 1
     CROSS JOIN chunks ON chunks.attempt = documents.shown AND chunks.place = wanted.value ->> 2
     CROSS JOIN passages ON passages.chunk = chunks.id
     LEFT JOIN sentences ON sentences.chunk = chunks.id
     WHERE ${sql} ORDER BY wanted.key`,
    JSON.stringify(wanted),
    ...values,
  );
  const vector = question && embedderIn(file).id === question.embedder ? question.vector : null;
  return rows.map((row) => {
    const body = unpackBody(text(checkTenant(row, tenantId), 'body'));
    const packed = nullable(row, 'packed', bytes);
    return {
      ...toKey(row),
      tenantId: text(row, 'owner') as TenantId,
      documentName: json<string>(row, 'name'),
      access: toAccess(row),
      ...body,
      start: number(row, 'begins'),
      end: number(row, 'ends'),
      sentences: vector && packed ? sentenceCosines(vector, packed) : null,
    };
  });
}

function hasPrivateOfOthers(file: AttachedFile, scope: Scope): boolean {
  if (scope === EVERYTHING) return false;
  const others = `SELECT 1 FROM documents WHERE visibility = 'PRIVATE' AND created_by IS NOT ? LIMIT 1`;
  return file.get(others, scope.userId) !== undefined;
}

function toKey(row: SqlRow): ChunkKey {
  return {
    documentId: text(row, 'document_id') as DocumentId,
    generation: text(row, 'generation') as Generation,
    index: number(row, 'place'),
  };
}
