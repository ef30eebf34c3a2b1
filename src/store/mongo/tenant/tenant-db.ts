import type { Collection, Db, MongoClient } from 'mongodb';
import type { TenantId } from '../../../ids.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { makeCollections } from '../schema.ts';
import type { MetaRow } from './meta-row.ts';
import type {
  AnswerEventsRow,
  AnswerRow,
  AnswerTextRow,
  AuditRow,
  ChunkRow,
  ConversationRow,
  DeletedDocumentRow,
  DocumentRow,
  OriginalRow,
  TextRow,
} from './tenant-rows.ts';
import { TENANT_SCHEMA, TENANT_SCHEMA_VERSION } from './tenant-schema.ts';
import { createTenantVectors, type TenantVectors } from './tenant-vectors.ts';
import { upgradeRows } from './upgrade.ts';
import type { VectorSlot } from './vector-slots.ts';

/** One tenant's database. All that is done with its collections runs within `Calls.in(database, …)`. */
export interface TenantDb {
  readonly tenantId: TenantId;
  readonly database: string;
  readonly db: Db;
  readonly documents: Collection<DocumentRow>;
  readonly chunks: Collection<ChunkRow>;
  readonly originals: Collection<OriginalRow>;
  readonly texts: Collection<TextRow>;
  readonly audit: Collection<AuditRow>;
  readonly answerTexts: Collection<AnswerTextRow>;
  readonly conversations: Collection<ConversationRow>;
  readonly answers: Collection<AnswerRow>;
  readonly answerEvents: Collection<AnswerEventsRow>;
  readonly deletedDocuments: Collection<DeletedDocumentRow>;
  readonly meta: Collection<MetaRow>;
  readonly vectors: TenantVectors;
  /**
   * Looks whose database it is, and brings one of an earlier version up to date; one that is not made yet is nobody's.
   * @throws Error beginning with `tenant breach` when it is another tenant's
   */
  open(): Promise<void>;
  /** Makes collections and indexes where they are not there yet; a call of its own, which all share who wait for it. */
  prepare(): Promise<void>;
}

/** The row of `meta` that says whose database it is. */
const OWNER = 'tenant';

/** Names the collections of a tenant's database. */
export function createTenantDb(
  { client, calls, embedder }: { client: MongoClient; calls: Calls; embedder: VectorSlot['embedder'] },
  tenantId: TenantId,
  database: string,
): TenantDb {
  const db = client.db(database);
  const meta = db.collection<MetaRow>('meta');
  const chunks = db.collection<ChunkRow>('chunks');
  const vectors = createTenantVectors({ tenantId, meta, chunks, target: embedder });
  let prepared: Promise<void> | null = null;

  /** Gives back the version of what is made, 0 for nothing. */
  const readOwner = async (): Promise<number> => {
    const row = await meta.findOne({ _id: OWNER }, reading());
    if (!row) return 0;
    if (row.tenantId !== tenantId) {
      throw new Error("tenant breach: this tenant's database belongs to another tenant; was it restored wrongly?");
    }
    return row.schema ?? 0;
  };

  const claim = async () => {
    try {
      await meta.insertOne({ _id: OWNER, tenantId, at: new Date(), schema: 0 });
    } catch (error) {
      if (kindOf(error) !== 'duplicate') throw error;
      await readOwner();
    }
  };

  const prepare = async () => {
    if ((await readOwner()) === TENANT_SCHEMA_VERSION) return;
    await claim();
    await upgradeRows(tenant);
    await vectors.settle();
    await makeCollections(db, TENANT_SCHEMA);
    await meta.updateOne({ _id: OWNER }, { $set: { schema: TENANT_SCHEMA_VERSION } });
  };

  const tenant: TenantDb = {
    tenantId,
    database,
    db,
    documents: db.collection('documents'),
    chunks,
    originals: db.collection('originals'),
    texts: db.collection('texts'),
    audit: db.collection('audit'),
    answerTexts: db.collection('answerTexts'),
    conversations: db.collection('conversations'),
    answers: db.collection('answers'),
    answerEvents: db.collection('answerEvents'),
    deletedDocuments: db.collection('deletedDocuments'),
    meta,
    vectors,
    open: async () => {
      const version = await calls.in(database, readOwner);
      if (version > 0 && version < TENANT_SCHEMA_VERSION) await tenant.prepare();
    },
    prepare: () => {
      prepared ??= calls.in(database, prepare).catch((error) => {
        prepared = null;
        throw error;
      });
      return prepared;
    },
  };
  return tenant;
}
