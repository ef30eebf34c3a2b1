import type { Binary } from 'mongodb';
import type { AnswerId, ConversationId, DocumentId, Generation, OwnerId, TenantId, UserId } from '../../../ids.ts';
import type { DocumentVisibility } from '../../access.ts';
import type { RunStatus } from '../../answers.ts';
import type { DocumentStatus, IngestionStage } from '../../document-status.ts';

/** Every row of a tenant's database bears the tenant's id. Texts of users are kept as `toStored` makes them. */
export interface TenantRowBase {
  tenantId: TenantId;
}

/** Who may see a document; rows of chunks hold it too, for filters. */
export interface AccessFields {
  collection: string | null;
  visibility: DocumentVisibility;
  containsPii: boolean;
  createdBy: UserId | null;
  /** `privateTo` of the filters. */
  privateTo: string;
  /** `collectionsAround` of the filters; absent in rows of earlier versions, whose documents are in none. */
  within?: string[];
}

/** A document. */
export interface DocumentRow extends TenantRowBase, AccessFields {
  _id: DocumentId;
  name: string;
  foldedName: string;
  /** Names the pieces of its original; the document's id for its first. */
  original: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  version: number;
  /** What is to take the original's place; null where nothing is. */
  next: NextOriginal | null;
  status: DocumentStatus;
  error: string | null;
  stage: IngestionStage;
  pagesParsed: number;
  pagesTotal: number | null;
  chunksEmbedded: number;
  chunksTotal: number | null;
  chunkCount: number;
  pageCount: number | null;
  textLength: number;
  tags: string[];
  documentDate: Date | null;
  /** Raised by each change of what the rows of chunks hold of it. */
  metadata: number;
  /** Whether these may hold something older. */
  isSpreading: boolean;
  createdAt: Date;
  updatedAt: Date;
  /** Whose chunks and text are shown. */
  generation: Generation | null;
  /** Whose attempt is running. */
  attempt: Generation | null;
  /** The latest attempts, so that one that is over can't begin again. */
  attempts: Generation[];
  /** Whether the search engine returns all chunks of `generation`. */
  indexed: boolean;
  /** The slot that some chunk of it was embedded anew for; absent where none was, as in rows of earlier versions. */
  reembedding?: number;
  /** The same, of all chunks of `generation`. */
  reembedded?: number | null;
  /** Unique. By bytes, metadata and access as long as the document counts as theirs, else by its own id. */
  dedupeKey: string;
  /** Generations whose chunks and texts are to be removed. */
  garbage: Generation[];
  /** Names of originals whose pieces are to be removed. */
  oldOriginals: string[];
  /** When the sweeper has something to do here, by the database's clock; null where it has not. */
  sweepAt: Date | null;
  /** Whether it has been here already, and only looks once more. */
  swept: boolean;
  /** A tombstone: the document is gone, what belongs to it is being removed. */
  deletedAt: Date | null;
}

/** An original that waits to take another's place. */
export interface NextOriginal {
  original: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
}

/** What rows of chunks hold of their document, for filters. */
export interface CopiedFields extends AccessFields {
  tags: string[];
  mediaType: string;
  documentDate: Date | null;
  createdAt: Date;
  metadata: number;
}

/** A chunk, with what searches filter by of its document. */
export interface ChunkRow extends TenantRowBase, CopiedFields {
  /** `<generation>:<index>` */
  _id: string;
  documentId: DocumentId;
  generation: Generation;
  index: number;
  text: string;
  headings: string[];
  start: number;
  end: number;
  /** Absent in documents without pages. */
  page?: number;
  /** As `toTokens` makes it. */
  terms: string;
  /** Of slot 0, as the two below: other slots have fields of their own (`fieldsOf`). Float32 for MongoDB; DocumentDB finds arrays only. */
  embedding?: Binary | number[] | undefined;
  embedder?: string;
  /** Absent as long as they are not embedded. */
  sentences?: Binary | undefined;
}

/** A piece of an original. */
export interface OriginalRow extends TenantRowBase {
  /** `<original>:<piece>` */
  _id: string;
  documentId: DocumentId;
  piece: number;
  bytes: Binary;
}

/** A piece of the text that one attempt wrote. */
export interface TextRow extends TenantRowBase {
  /** `<generation>:<piece>` */
  _id: string;
  documentId: DocumentId;
  generation: Generation;
  piece: number;
  utf16: Binary;
  /** Where the pages of the whole text begin, in its first piece only; absent in rows of earlier versions. */
  pageStarts?: readonly number[];
}

/** An entry of the audit log. */
export interface AuditRow extends TenantRowBase {
  /** The place in the chain. */
  _id: number;
  at: Date;
  action: string;
  /** By what its actor is looked for. */
  names: string[];
  needsPii: boolean;
  privateTo: string;
  within: string[];
  body: string;
  hash: string;
}

/** A question and its answer, kept beside the audit log. */
export interface AnswerTextRow extends TenantRowBase {
  _id: AnswerId;
  at: Date;
  question: string;
  answer: string;
}

/** A conversation. */
export interface ConversationRow extends TenantRowBase {
  _id: ConversationId;
  owner: OwnerId;
  title: string | null;
  foldedTitle: string;
  createdAt: Date;
  updatedAt: Date;
  /** A tombstone, by the database's clock: the conversation is gone, and what else belongs to it is being removed. */
  deletedAt: Date | null;
}

/** Who could see a document when it was deleted, as what was answered from it is still there. */
export interface DeletedDocumentRow extends TenantRowBase, AccessFields {
  _id: DocumentId;
  /** Absent in rows of earlier versions. */
  deletedAt?: Date;
}

/** A run or an answer. */
export interface AnswerRow extends TenantRowBase {
  _id: AnswerId;
  owner: OwnerId;
  conversationId: ConversationId | null;
  createdAt: Date;
  status: RunStatus;
  position: number | null;
  stopAsked: boolean;
  /** Until when somebody reads it in another process than that which writes it. */
  readUntil: Date | null;
  /** How often somebody who read it there has left it for good; absent in rows of earlier versions. */
  leavings?: number;
  /** Null once it has ended. */
  leaseUntil: Date | null;
  endedAt: Date | null;
  isRated: boolean;
  /** JSON, as the body is. */
  rating: string | null;
  question: string;
  foldedQuestion: string;
  body: string | null;
  /** Which documents the body was written from; absent in rows of earlier versions. */
  documents?: DocumentId[];
}

/** What a run has said in one go. */
export interface AnswerEventsRow extends TenantRowBase {
  /** `<answer>:<first>` */
  _id: string;
  answerId: AnswerId;
  at: Date;
  /** The number of its first event, and of that which comes behind its last. */
  first: number;
  behind: number;
  /** JSON. */
  events: string;
}

/**
 * Refuses a row that bears another tenant's id: the second lock behind "one database a tenant".
 * @throws Error beginning with `tenant breach`
 */
export function checkTenant<Row extends TenantRowBase>(row: Row, tenantId: TenantId): Row {
  if (row.tenantId === tenantId) return row;
  throw new Error('tenant breach: a row of another tenant is in a database of this one');
}

/** Reads of a row who may see it, and no more. */
export const ACCESS = { tenantId: 1, collection: 1, visibility: 1, containsPii: 1, createdBy: 1 } as const;

/** In a change of a document: the sweeper has something to do there. The clocks of the processes may be an hour apart. */
export const SWEEP_NOW = { $currentDate: { sweepAt: true } } as const;
