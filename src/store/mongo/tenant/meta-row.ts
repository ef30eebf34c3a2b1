import type { DocumentId } from '../../../ids.ts';
import type { AuditHead } from '../../audit.ts';
import type { TenantRowBase } from './tenant-rows.ts';
import type { VectorState } from './vector-state.ts';

/** What is kept of the database itself. */
export interface MetaRow extends TenantRowBase {
  /** `tenant`, `vectors`, `audit` for the end of the chain, or `upload:<original>` while one is being stored. */
  _id: string;
  /** By the database's clock. */
  at: Date;
  /** Of the collections and indexes, as far as they are made. */
  schema?: number;
  /** Of an original that is being stored; absent where its name is the document's id. */
  documentId?: DocumentId;
  /** The end of the audit's chain. */
  head?: AuditHead;
  /** Whose vectors are where. */
  vectors?: VectorState;
}
