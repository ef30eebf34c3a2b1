import { createHash } from 'node:crypto';
import type { AccessScope } from './access.ts';
import type { AuditEntry, AuditHead, NewAuditEntry, StoredAuditEntry } from './audit.ts';

/** What comes before the first entry. */
const BEGINNING: AuditHead = { sequence: 0, hash: '0'.repeat(64) };

/** The entries behind a head, each hashed with what is before it. */
export function chain(entries: readonly NewAuditEntry[], head: AuditHead | null): StoredAuditEntry[] {
  let before = head ?? BEGINNING;
  return entries.map((entry) => {
    const sequence = before.sequence + 1;
    const body = toBody(entry);
    before = { sequence, hash: hashOf({ sequence, body }, before.hash) };
    return { ...before, body };
  });
}

/** An entry as it is hashed and stored. */
function toBody({ at, ...entry }: NewAuditEntry): string {
  return JSON.stringify({ at: at.getTime(), ...entry });
}

/** The entry of a row. @throws SyntaxError for a body that is none */
export function fromBody({ sequence, body, hash }: StoredAuditEntry): AuditEntry {
  const { at, ...entry } = JSON.parse(body) as Omit<NewAuditEntry, 'at'> & { at: number };
  return { ...entry, at: new Date(at), sequence, hash };
}

/** SHA-256 over the place, the entry and the hash before it. */
function hashOf({ sequence, body }: Pick<StoredAuditEntry, 'sequence' | 'body'>, previous: string): string {
  return createHash('sha256').update(`${sequence}\n${previous}\n${body}`).digest('hex');
}

/** Follows a chain, row after row, and tells of the first that is not as it was written. */
export function createChainCheck(): {
  /** What is wrong with the row that comes next; null where nothing is. */
  next(row: StoredAuditEntry): string | null;
  /** What is wrong with the end. */
  end(head: AuditHead | null): string | null;
} {
  let last = BEGINNING;
  const recent = new Map<number, string>();
  return {
    next: ({ sequence, body, hash }) => {
      const expected = last.sequence + 1;
      if (sequence > expected) return `Entry ${expected} is missing: it was removed.`;
      if (sequence < expected) return `Entry ${sequence} comes twice: one was put in.`;
      if (hash !== hashOf({ sequence, body }, last.hash)) {
        return `Entry ${sequence} is not as it was written: it, or one before it, was changed, removed or put in.`;
      }
      last = { sequence, hash };
      recent.set(sequence, hash);
      recent.delete(sequence - KEPT);
      return null;
    },
    end: (head) => {
      if (!head) return last.sequence === 0 ? null : 'The end of the chain is not noted: the note was removed.';
      if (last.sequence < head.sequence) {
        return `The chain ends with entry ${last.sequence}, but had ${head.sequence}: the last ones were removed.`;
      }
      const noted = recent.get(head.sequence);
      return noted === undefined || noted === head.hash
        ? null
        : `Entry ${head.sequence} is not the one that was noted.`;
    },
  };
}

/** The note of the end may be behind by what several processes add at once. */
const KEPT = 10_000;

/** What decides who may read an entry, by the documents of which it tells. */
export interface AuditSight {
  readonly needsPii: boolean;
  /** Whose private documents: the actor's, or nobody's (an empty string). */
  readonly privateTo: string;
  /** The collections in each of which all of the documents are; `EVERYWHERE` where there are no documents. */
  readonly within: readonly string[];
}

/** Stands among the collections of an entry that tells of no document. */
export const EVERYWHERE = '*';

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
export function mayReadEntry(scope: AccessScope, { needsPii, privateTo, within }: AuditSight): boolean {
  if (needsPii && !scope.piiAccess) return false;
  if (privateTo !== '' && privateTo !== scope.userId) return false;
  return scope.collections === null || [EVERYWHERE, ...scope.collections].some((name) => within.includes(name));
}

/** By what an actor is looked for. */
export function auditNamesOf({ actor: { userId, email, apiToken } }: NewAuditEntry): string[] {
  return [userId, email, ...(apiToken ? [apiToken.id, apiToken.name] : [])];
}
