import type { CollectionSchema } from '../schema.ts';

/** Raised when `TENANT_SCHEMA` changes, so that existing databases are brought up to date. */
export const TENANT_SCHEMA_VERSION = 8;

const NUMBER = ['int', 'long', 'double'];

/** Who may see a document. */
const ACCESS = {
  collection: ['string', 'null'],
  visibility: 'string',
  containsPii: 'bool',
  createdBy: ['string', 'null'],
  privateTo: 'string',
};

/** What a tenant's database holds. DocumentDB filters vectors only by fields that have an index of their own. */
export const TENANT_SCHEMA: readonly CollectionSchema[] = [
  {
    name: 'documents',
    fields: {
      _id: 'string',
      tenantId: 'string',
      name: 'string',
      mediaType: 'string',
      sizeBytes: NUMBER,
      sha256: 'string',
      status: 'string',
      chunkCount: NUMBER,
      tags: 'array',
      ...ACCESS,
      createdAt: 'date',
      updatedAt: 'date',
      generation: ['string', 'null'],
      attempt: ['string', 'null'],
      dedupeKey: 'string',
      garbage: 'array',
      sweepAt: ['date', 'null'],
      deletedAt: ['date', 'null'],
    },
    indexes: [
      { name: 'dedupe_v1', key: { dedupeKey: 1 }, unique: true },
      { name: 'newest_v1', key: { createdAt: -1, _id: -1 } },
      { name: 'generation_v1', key: { generation: 1 } },
      { name: 'unindexed_v1', key: { indexed: 1 } },
      { name: 'sweep_v1', key: { sweepAt: 1 } },
      { name: 'status_v1', key: { status: 1, _id: 1 } },
      { name: 'stage_v1', key: { stage: 1, _id: 1 } },
    ],
  },
  {
    name: 'chunks',
    fields: {
      _id: 'string',
      tenantId: 'string',
      documentId: 'string',
      generation: 'string',
      index: NUMBER,
      text: 'string',
      headings: 'array',
      start: NUMBER,
      end: NUMBER,
      terms: 'string',
      tags: 'array',
      ...ACCESS,
      createdAt: 'date',
    },
    indexes: [
      { name: 'document_v1', key: { documentId: 1 } },
      { name: 'generation_v1', key: { generation: 1, index: 1 } },
      { name: 'tags_v1', key: { tags: 1 } },
      { name: 'created_v1', key: { createdAt: 1 } },
      { name: 'pii_v1', key: { containsPii: 1 } },
      { name: 'within_v1', key: { within: 1 } },
      { name: 'private_v1', key: { privateTo: 1 } },
      { name: 'media_v1', key: { mediaType: 1 } },
      { name: 'dated_v1', key: { documentDate: 1 } },
      { name: 'terms_v1', key: { terms: 'text' }, default_language: 'none' },
    ],
  },
  {
    name: 'originals',
    fields: { _id: 'string', tenantId: 'string', documentId: 'string', piece: NUMBER, bytes: 'binData' },
    indexes: [{ name: 'document_v1', key: { documentId: 1, piece: 1 } }],
  },
  {
    name: 'texts',
    fields: {
      _id: 'string',
      tenantId: 'string',
      documentId: 'string',
      generation: 'string',
      piece: NUMBER,
      utf16: 'binData',
    },
    indexes: [
      { name: 'document_v1', key: { documentId: 1 } },
      { name: 'generation_v1', key: { generation: 1 } },
    ],
  },
  {
    name: 'audit',
    fields: {
      _id: NUMBER,
      tenantId: 'string',
      at: 'date',
      action: 'string',
      names: 'array',
      needsPii: 'bool',
      privateTo: 'string',
      within: 'array',
      body: 'string',
      hash: 'string',
    },
    indexes: [
      { name: 'action_v1', key: { action: 1, _id: -1 } },
      { name: 'names_v1', key: { names: 1, _id: -1 } },
      { name: 'time_v1', key: { at: 1 } },
    ],
  },
  {
    name: 'answerTexts',
    fields: { _id: 'string', tenantId: 'string', at: 'date', question: 'string', answer: 'string' },
    indexes: [{ name: 'time_v1', key: { at: 1 } }],
  },
  {
    name: 'conversations',
    fields: {
      _id: 'string',
      tenantId: 'string',
      owner: 'string',
      title: ['string', 'null'],
      foldedTitle: 'string',
      createdAt: 'date',
      updatedAt: 'date',
      deletedAt: ['date', 'null'],
    },
    indexes: [
      { name: 'use_v1', key: { owner: 1, updatedAt: -1, _id: -1 } },
      { name: 'deleted_v1', key: { deletedAt: 1 } },
    ],
  },
  {
    name: 'answers',
    fields: {
      _id: 'string',
      tenantId: 'string',
      owner: 'string',
      conversationId: ['string', 'null'],
      createdAt: 'date',
      status: 'string',
      stopAsked: 'bool',
      readUntil: ['date', 'null'],
      leaseUntil: ['date', 'null'],
      endedAt: ['date', 'null'],
      isRated: 'bool',
      question: 'string',
      foldedQuestion: 'string',
    },
    indexes: [
      { name: 'owner_v1', key: { owner: 1 } },
      { name: 'conversation_v1', key: { conversationId: 1, createdAt: 1, _id: 1 } },
      { name: 'status_v1', key: { status: 1, createdAt: 1 } },
      { name: 'lease_v1', key: { leaseUntil: 1 } },
      { name: 'rated_v1', key: { isRated: 1, _id: 1 } },
      { name: 'documents_v1', key: { documents: 1 } },
    ],
  },
  {
    name: 'answerEvents',
    fields: {
      _id: 'string',
      tenantId: 'string',
      answerId: 'string',
      at: 'date',
      first: NUMBER,
      behind: NUMBER,
      events: 'string',
    },
    indexes: [
      { name: 'answer_v1', key: { answerId: 1, first: 1 } },
      { name: 'time_v1', key: { at: 1 } },
    ],
  },
  { name: 'deletedDocuments', fields: { _id: 'string', tenantId: 'string', ...ACCESS }, indexes: [] },
  { name: 'meta', fields: { _id: 'string', tenantId: 'string', at: 'date' }, indexes: [] },
];
