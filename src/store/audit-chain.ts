import type { DocumentId } from '../ids.ts';
import { sha256 } from '../lib/sha256.ts';
import { type AccessScope, isVisible } from './access.ts';
import {
  type AuditEntry,
  type AuditHead,
  type AuditMarks,
  type AuditSight,
  entryOf,
  type NewAuditEntry,
  type ReadEntry,
  type StoredAuditEntry,
} from './audit.ts';
import type { PresentDocument } from './shown-answer.ts';

/** What comes before the first entry. */
const BEGINNING: AuditHead = { sequence: 0, hash: '0'.repeat(64) };

/** The entries behind a head, each hashed with what is before it. */
export function chain(entries: readonly NewAuditEntry[], head: AuditHead | null): StoredAuditEntry[] {
  let before = head ?? BEGINNING;
  return entries.map((entry) => {
    const sequence = before.sequence + 1;
    const body = toBody(entry);
    before = { sequence, hash: hashOf({ sequence, body }, before.hash) };
    return { ...before, body, marks: auditMarksOf(entry) };
  });
}

/** An entry as it is hashed and stored. */
function toBody({ at, ...entry }: NewAuditEntry): string {
  return JSON.stringify({ at: at.getTime(), ...entry });
}

/** The entry of a row. @throws SyntaxError for a body that is none */
export function fromBody({ sequence, body, hash }: Omit<StoredAuditEntry, 'marks'>): AuditEntry {
  return { ...entryOf({ body }), sequence, hash };
}

/** SHA-256 over the place, the entry and the hash before it. */
function hashOf({ sequence, body }: Pick<StoredAuditEntry, 'sequence' | 'body'>, previous: string): string {
  return sha256(`${sequence}\n${previous}\n${body}`);
}

/**
 * Follows a chain, row after row, and tells of each that is not as it was written. `noted`: the end as it was noted before
 * the first row was read.
 */
export function createChainCheck(noted: AuditHead | null): {
  /** What is wrong with the row that comes next; null where nothing is. */
  next(row: StoredAuditEntry): string | null;
  /** What is wrong with the end. `notedNow`: as it is noted after the last row was read, where nothing stays without. */
  end(notedNow?: AuditHead | null): string | null;
} {
  let last = BEGINNING;
  return {
    next: (row) => {
      const { sequence, hash } = row;
      const previous = last;
      const expected = previous.sequence + 1;
      if (sequence < expected) return `Entry ${sequence} is in a place that no entry has: it was put in.`;
      last = { sequence, hash };
      if (sequence > expected) {
        return sequence === expected + 1
          ? `Entry ${expected} is missing: it was removed.`
          : `Entries ${expected} to ${sequence - 1} are missing: they were removed.`;
      }
      if (hash !== hashOf(row, previous.hash)) {
        return `Entry ${sequence} is not as it was written: it was changed, or another one was put in or removed before it.`;
      }
      if (!isSame(row.marks, auditMarksOf(fromBody(row)))) {
        return `Entry ${sequence} is found by something else than it says: what is kept beside it was changed.`;
      }
      return sequence === noted?.sequence && hash !== noted.hash
        ? `Entry ${sequence} is not the one that was noted as the last: another one was put in its place.`
        : null;
    },
    end: (notedNow) => {
      if (last.sequence > 0 && !noted && !notedNow) {
        return 'The end of the chain is not noted: the note was removed, or a process was killed at the first entry of all.';
      }
      if (last.sequence < (noted?.sequence ?? 0)) {
        return `The chain ends with entry ${last.sequence}, but had ${noted?.sequence}: the last ones were removed.`;
      }
      return notedNow && last.sequence > notedNow.sequence
        ? `Behind entry ${notedNow.sequence}, which is noted as the last, others were put in.`
        : null;
    },
  };
}

function isSame(marks: AuditMarks, others: AuditMarks): boolean {
  const inOrder = ({ at, action, names, needsPii, privateTo, within }: AuditMarks) =>
    JSON.stringify([at, action, names, needsPii, privateTo, within]);
  return inOrder(marks) === inOrder(others);
}

/** Stands among the collections of an entry that tells of no document; no collection is called so. */
export const EVERYWHERE = '';

/** Who may read an entry. */
export function auditSightOf({ documents }: NewAuditEntry): AuditSight {
  const around = documents.map(({ collection }) => {
    const names = collection?.split('/') ?? [];
    return names.map((_, at) => names.slice(0, at + 1).join('/'));
  });
  const [first = [], ...rest] = around;
  const owners = documents.flatMap(({ visibility, createdBy }) => (visibility === 'PRIVATE' ? (createdBy ?? '?') : []));
  return {
    needsPii: documents.some(({ containsPii }) => containsPii),
    privateTo: new Set(owners).size > 1 ? '?' : (owners[0] ?? ''),
    within: documents.length === 0 ? [EVERYWHERE] : first.filter((name) => rest.every((names) => names.includes(name))),
  };
}

/** Whether a scope may read an entry: what every adapter's `list` agrees with. */
export function mayReadEntry(scope: AccessScope, sight: AuditSight): boolean {
  return Object.values(RULES).every((allows) => allows(scope, sight));
}

/** A rule for each right: one that is missing does not compile. */
const RULES: Readonly<Record<keyof AccessScope, (scope: AccessScope, sight: AuditSight) => boolean>> = {
  userId: ({ userId }, { privateTo }) => privateTo === '' || privateTo === userId,
  piiAccess: ({ piiAccess }, { needsPii }) => piiAccess || !needsPii,
  collections: ({ collections }, { within }) =>
    collections === null || [EVERYWHERE, ...collections].some((name) => within.includes(name)),
};

/**
 * Entries as a scope may read them now, by who may see their documents now, or could when they were deleted. Of documents
 * of which nothing is known any more, by who could then.
 */
export function readableBy(
  scope: AccessScope,
  entries: readonly AuditEntry[],
  documents: ReadonlyMap<DocumentId, PresentDocument>,
): ReadEntry[] {
  return entries.map((entry) => {
    const isSeen = entry.documents.every((then) => isVisible(scope, documents.get(then.id)?.access ?? then));
    return { ...entry, ...(!isSeen && { target: null, documents: [], detail: {} }), withheld: !isSeen };
  });
}

/** The documents of which entries tell, each once. */
export function documentsOf(entries: readonly AuditEntry[]): DocumentId[] {
  return [...new Set(entries.flatMap(({ documents }) => documents.map(({ id }) => id)))];
}

/** What is kept beside an entry's body. */
function auditMarksOf(entry: NewAuditEntry): AuditMarks {
  const { at, action, actor } = entry;
  const { userId, email, apiToken } = actor;
  const names = [userId, email, ...(apiToken ? [apiToken.id, apiToken.name] : [])];
  return { at: at.getTime(), action, names, ...auditSightOf(entry) };
}
