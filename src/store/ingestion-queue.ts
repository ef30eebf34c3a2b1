import type { DocumentId, LeaseId, TenantId } from '../ids.ts';
import type { Abortable } from './abortable.ts';

/** What waits to be done with a document: its passages make it searchable, its sentences make it easier to find. */
export type IngestionWork = 'PASSAGES' | 'SENTENCES';

/** A document that waits to be ingested. */
export interface QueuedDocument {
  readonly tenantId: TenantId;
  readonly documentId: DocumentId;
}

/** A document that this process ingests until its lease ends. */
export interface LeasedDocument extends QueuedDocument {
  /** Names this lease; another one of the same document has another name. */
  readonly lease: LeaseId;
}

/**
 * The documents that wait, of all tenants. It outlives the process: what was taken by a process that died is handed out
 * again when its lease ends (embedded: at the next start).
 */
export interface IngestionQueue {
  /**
   * Lets a document wait that is stored already, for its passages by default. Adding twice is fine; one that waits for
   * its sentences, or whose sentences are worked on, waits for its passages then, behind all others.
   */
  add(item: QueuedDocument, options?: { work?: IngestionWork }): Promise<void>;
  /**
   * Adds a document that is about to be stored, leased to the caller: no stored document is ever forgotten, and nobody
   * looks for it before it is there. Then `release` lets it wait, behind all others; of a caller that dies meanwhile, the lease ends.
   */
  reserve(item: QueuedDocument, options: { leaseMs: number }): Promise<LeasedDocument>;
  /**
   * Leases the longest-waiting document of the next tenant: the first tenant id after `after` that has one, and from
   * the start again at the end, so that no tenant waits behind another's many. The tenants of `except` are passed over.
   * Null when no other waits for that work.
   */
  lease(
    options: {
      /** PASSAGES by default. */
      work?: IngestionWork;
      after: TenantId | null;
      except?: readonly TenantId[];
      leaseMs: number;
    } & Abortable,
  ): Promise<LeasedDocument | null>;
  /** Prolongs a lease. False when it is no longer held: another process has the document now. */
  renew(item: LeasedDocument, options: { leaseMs: number }): Promise<boolean>;
  /**
   * Hands a document back to its place, to be leased again at once, or behind all others, as one that waits from now on.
   * False, and nothing happens, when the lease is no longer held.
   */
  release(item: LeasedDocument, options?: { behindOthers?: boolean }): Promise<boolean>;
  /** Hands a document back whose passages are done, for its sentences. False when the lease is no longer held. */
  advance(item: LeasedDocument): Promise<boolean>;
  /** Takes a document out that nothing is to be done with any more. False when the lease is no longer held. */
  settle(item: LeasedDocument): Promise<boolean>;
  /** The documents of a tenant that wait for their passages and that nobody works on, the longest-waiting first. */
  waiting(tenantId: TenantId, options: { limit: number } & Abortable): Promise<DocumentId[]>;
  /** Takes a document out for good, whoever holds it. */
  remove(item: QueuedDocument): Promise<void>;
  /** How many wait for that work (PASSAGES by default), or are being worked on. */
  size(options?: { work?: IngestionWork } & Abortable): Promise<number>;
}
