import type { AnswerId, ApiTokenId, AuditEntryId, DocumentId, UserId } from '../ids.ts';
import type { Rights } from '../roles.ts';
import type { Abortable } from './abortable.ts';
import type { AccessScope, DocumentAccess } from './access.ts';
import type { Page } from './pages.ts';

/** What a detail of an entry may be. */
export type AuditValue = string | number | boolean | null | readonly string[];

/** Who did something, as they were called then. */
export interface AuditActor {
  /** Who was logged in, or who made the API token. */
  readonly userId: UserId;
  readonly email: string;
  readonly apiToken: { readonly id: ApiTokenId; readonly name: string } | null;
}

/** A document that somebody was shown or has changed, and who could see it at that moment. */
export interface AuditedDocument extends DocumentAccess {
  readonly id: DocumentId;
}

/** Something that happened, and is to be remembered. */
export interface NewAuditEntry {
  readonly id: AuditEntryId;
  readonly at: Date;
  readonly actor: AuditActor;
  /** Those at that moment; null for who was not let in. */
  readonly rights: Rights | null;
  /** `object.verb` */
  readonly action: string;
  /** `OK`, the code of an error, or how a stream goes on: `STARTED`, `FINISHED`, `FAILED`, `ABANDONED`. */
  readonly outcome: string;
  /** The id of what was acted on. */
  readonly target: string | null;
  readonly documents: readonly AuditedDocument[];
  readonly detail: Readonly<Record<string, AuditValue>>;
}

/** An entry in its place of the chain: its hash covers it and the hash before it. */
export interface AuditEntry extends NewAuditEntry {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** SHA-256, in hex (`audit-chain.ts`). */
  readonly hash: string;
}

/** An entry as a scope may read it now. */
export interface ReadEntry extends AuditEntry {
  /** Whether its target, documents and details are left out (empty), as the scope doesn't see all of the documents any more. */
  readonly withheld: boolean;
}

/** Who may read an entry, by the documents of which it tells. */
export interface AuditSight {
  readonly needsPii: boolean;
  /** Whose private documents: the actor's, or nobody's (an empty string). */
  readonly privateTo: string;
  /** The collections in each of which all of the documents are; `EVERYWHERE` where there are no documents. */
  readonly within: readonly string[];
}

/** By what an entry is found, and who may read it: kept beside its body, which says the same. */
export interface AuditMarks extends AuditSight {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly action: string;
  /** By what its actor is looked for. */
  readonly names: readonly string[];
}

/** A row of the chain as it is stored, for who checks it. */
export interface StoredAuditEntry {
  readonly sequence: number;
  /** JSON of the entry. */
  readonly body: string;
  readonly hash: string;
  readonly marks: AuditMarks;
}

/** The entry of a row, as it was added. @throws SyntaxError for a body that is none */
export function entryOf({ body }: Pick<StoredAuditEntry, 'body'>): NewAuditEntry {
  const { at, ...entry } = JSON.parse(body) as Omit<NewAuditEntry, 'at'> & { at: number };
  return { ...entry, at: new Date(at) };
}

/** The end of a chain: what is cut off behind it is missed. */
export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}

/** What was asked and answered, kept for a while beside the chain, which has its hash. */
export interface AnswerText {
  readonly answerId: AnswerId;
  readonly question: string;
  readonly answer: string;
}

/** A text as it is kept. */
export interface KeptText extends AnswerText {
  readonly at: Date;
}

/** A text that is to be kept. */
export interface NewText extends KeptText {
  /** Whether it is of an answer that is in the store for who asked: it goes with that, and does not come once that is gone. */
  readonly ofStoredAnswer: boolean;
}

/** Conditions for entries; an entry meets all that are given. */
export interface AuditLogFilter {
  readonly action?: string | undefined;
  /** The e-mail address, the name of an API token, or the id of either. */
  readonly actor?: string | undefined;
  readonly after?: Date | undefined;
  readonly before?: Date | undefined;
}

/** What happened in one organisation: a chain of entries to which is only ever added. */
export interface AuditLog {
  /** Adds entries, all or none in the end, and the texts that belong to them; also while other processes add theirs. */
  append(entries: readonly NewAuditEntry[], texts: readonly NewText[]): Promise<void>;
  /**
   * Entries that a scope may see, the last first: those that tell of a document that it could not have seen then are not
   * there, and of those with one that it doesn't see now (or as it was when it was deleted) the rest is withheld.
   * `behind`: the page begins before this place.
   */
  list(
    scope: AccessScope,
    page: { filter: AuditLogFilter; limit: number; behind: number | null } & Abortable,
  ): Promise<Page<ReadEntry>>;
  /** The texts of these answers that are still kept, in no order. */
  texts(ids: readonly AnswerId[], options?: Abortable): Promise<KeptText[]>;
  /** The chain as it is stored, from a place on. For operators only. */
  read(page: { from: number; limit: number } & Abortable): Promise<StoredAuditEntry[]>;
  /** Null for a chain without an entry. */
  head(options?: Abortable): Promise<AuditHead | null>;
  /** Removes texts that were kept before this moment. */
  sweepTexts(before: Date): Promise<void>;
}
