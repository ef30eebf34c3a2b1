import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { builder, identify } from '../graphql/builder.ts';
import { type Connection, type Edge, PageInfo } from '../graphql/connection.ts';
import { describeValues } from '../graphql/enum-values.ts';
import type { DocumentId, UserId } from '../ids.ts';
import {
  DOCUMENT_STATUSES,
  type DocumentRecord,
  INGESTION_STAGES,
  type IngestionProgress,
} from '../store/documents.ts';
import { User } from '../tenants/types.ts';
import type { DocumentEvent } from './document-events.ts';

export const DocumentStatus = builder.enumType('DocumentStatus', {
  description: 'How far a document has come.',
  values: describeValues(DOCUMENT_STATUSES, {
    PENDING: 'It waits for its turn; not searchable.',
    PROCESSING: 'It is read, cut and embedded; not searchable.',
    SEARCHABLE: 'Searches find it; confirmed, not assumed.',
    FAILED: 'It could not be ingested; `error` says why.',
  }),
});

const IngestionStage = builder.enumType('IngestionStage', {
  description: 'What ingestion is at.',
  values: describeValues(INGESTION_STAGES, {
    WAITING: 'In the queue.',
    PARSING: 'Its text is read.',
    CHUNKING: 'The text is cut into chunks.',
    EMBEDDING: 'The chunks are embedded and written.',
    WRITING: 'It is about to become searchable.',
    DONE: 'It is searchable.',
  }),
});

const IngestionProgressRef = builder.objectRef<IngestionProgress>('IngestionProgress').implement({
  description: 'How far ingestion has come.',
  fields: (t) => ({
    stage: t.expose('stage', { type: IngestionStage, description: 'What it is at.' }),
    chunksEmbedded: t.exposeInt('chunksEmbedded', { description: 'Chunks that are embedded so far.' }),
    chunksTotal: t.exposeInt('chunksTotal', {
      nullable: true,
      description: 'Chunks in all; null until the text is cut.',
    }),
  }),
});

export const Document = builder.objectRef<DocumentRecord>('Document').implement({
  description: 'A document of the organisation.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Opaque.' }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    mediaType: t.exposeString('mediaType', { description: 'Such as text/markdown.' }),
    sizeBytes: t.exposeInt('sizeBytes', { description: "The original's size." }),
    sha256: t.exposeString('sha256', { description: "Of the original's bytes, in hex." }),
    status: t.expose('status', { type: DocumentStatus, description: 'How far it has come.' }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why ingestion failed, for the reader; null otherwise.',
    }),
    progress: t.field({
      type: IngestionProgressRef,
      description: 'How far ingestion has come.',
      resolve: ({ progress }) => progress,
    }),
    chunkCount: t.exposeInt('chunkCount', { description: 'Chunks that searches find; 0 until it is searchable.' }),
    text: t.string({
      nullable: true,
      description:
        "The document's text as read, or a part of it: what passages' offsets point into. Null until it is searchable.",
      args: {
        start: t.arg.int({ defaultValue: 0, description: 'From here, in UTF-16 code units.' }),
        end: t.arg.int({ description: 'Up to here, exclusive; to the end of the text by default.' }),
      },
      resolve: ({ id }, { start, end }, { tenant, signal }) => {
        const from = start ?? 0;
        if (from < 0 || (end != null && end < from)) {
          throw new AppError(
            'BAD_INPUT',
            `A range of text begins at 0 or later and does not end before it begins; this one is ${from} to ${end ?? 'the end'}.`,
          );
        }
        return tenant.documents.text(id, { start: from, end: end ?? undefined, signal });
      },
    }),
    tags: t.exposeStringList('tags', { description: 'Words to filter by.' }),
    containsPii: t.exposeBoolean('containsPii', { description: 'Whether it was marked as holding personal data.' }),
    createdBy: t.loadable({
      type: User,
      nullable: true,
      description: 'Who brought it in; null when they are no longer a member.',
      loaderOptions: BATCHED,
      load: async (ids: UserId[], context) =>
        inOrder(ids, await context.services.tenants.findUsers(identify(context).tenantId, ids)),
      resolve: ({ createdBy }) => createdBy,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it came in.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When anything about it last changed.' }),
  }),
});

const DocumentEdge = builder.objectRef<Edge<DocumentRecord>>('DocumentEdge').implement({
  description: 'A document in its list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Its place, to be given as `after`.' }),
    node: t.field({ type: Document, description: 'The document.', resolve: ({ node }) => node }),
  }),
});

export const DocumentConnection = builder.objectRef<Connection<DocumentRecord>>('DocumentConnection').implement({
  description: 'A page of documents.',
  fields: (t) => ({
    // The page's own cost counts its items already.
    edges: t.field({
      type: [DocumentEdge],
      complexity: { field: 0, multiplier: 1 },
      description: 'The documents of this page.',
      resolve: ({ edges }) => [...edges],
    }),
    pageInfo: t.field({ type: PageInfo, description: 'Where this page stands.', resolve: ({ pageInfo }) => pageInfo }),
    totalCount: t.exposeInt('totalCount', { description: 'All documents that fit, on every page.' }),
  }),
});

const DocumentEventType = builder.enumType('DocumentEventType', {
  description: 'What happened to a document.',
  values: describeValues(['CURRENT', 'ADDED', 'UPDATED', 'DELETED'] as const, {
    CURRENT: 'Nothing yet: as it is when the subscription begins.',
    ADDED: 'It came in.',
    UPDATED: 'Something about it changed, its progress among that.',
    DELETED: 'It is gone.',
  }),
});

export const DocumentEventRef = builder.objectRef<DocumentEvent>('DocumentEvent').implement({
  description: 'A document as it is, or a change of one.',
  fields: (t) => ({
    type: t.expose('type', { type: DocumentEventType, description: 'What happened.' }),
    documentId: t.exposeID('documentId', { description: 'Which document.' }),
    document: t.loadable({
      type: Document,
      nullable: true,
      description: 'The document as it is now; null when it is gone.',
      loaderOptions: BATCHED,
      load: loadDocuments,
      resolve: ({ documentId }) => documentId,
    }),
  }),
});

/**
 * All of an operation's keys in one read, and nothing remembered: a subscription's context, and with it its loaders,
 * lives as long as the subscription, and each event must show what is there then.
 */
export const BATCHED = { cache: false };

/** Documents by id, in the ids' order; null where there is none. */
export async function loadDocuments(
  ids: DocumentId[],
  { tenant, signal }: Context,
): Promise<(DocumentRecord | null)[]> {
  return inOrder(ids, await tenant.documents.findMany([...new Set(ids)], { signal }));
}

/** What a loader wants: one result an id, null where there is none. */
function inOrder<Row extends { id: string }>(ids: readonly string[], rows: readonly Row[]): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id as string, row]));
  return ids.map((id) => byId.get(id) ?? null);
}
