import { documentFacts } from '../audit/facts.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { connectionType } from '../graphql/connection.ts';
import { describeValues } from '../graphql/enum-values.ts';
import type { DocumentId, UserId } from '../ids.ts';
import { RESULT_LIMITS } from '../limits.ts';
import { DOCUMENT_VISIBILITIES } from '../store/access.ts';
import { DOCUMENT_STATUSES, INGESTION_STAGES, isUnfinished } from '../store/document-status.ts';
import type { DocumentRecord } from '../store/documents.ts';
import { User } from '../tenants/types.ts';
import type { DocumentEvent } from './document-events.ts';
import { readIntoResult } from './result-text.ts';

export const DocumentStatus = builder.enumType('DocumentStatus', {
  description: 'The state of a document.',
  values: describeValues(DOCUMENT_STATUSES, {
    PENDING: "It waits to be ingested; it can't be searched yet.",
    PROCESSING: "It is being ingested; it can't be searched yet.",
    SEARCHABLE: 'It can be searched, and answers use it.',
    FAILED: 'It could not be ingested; `error` says why.',
    CANCELLED: 'Its ingestion was cancelled. It can be tried again.',
  }),
});

export const DocumentVisibility = builder.enumType('DocumentVisibility', {
  description: 'Who may see a document.',
  values: describeValues(DOCUMENT_VISIBILITIES, {
    ORGANIZATION: 'All members who may see its collection, and personal data if it contains some.',
    PRIVATE: 'Only the user who added it, whatever the role of others.',
  }),
});

const IngestionStage = builder.enumType('IngestionStage', {
  description: 'The stages of ingestion, in order.',
  values: describeValues(INGESTION_STAGES, {
    WAITING: 'The document is in the queue.',
    PARSING: 'The text is being extracted.',
    CHUNKING: 'The text is being cut into chunks.',
    EMBEDDING: 'The chunks are being embedded and stored.',
    WRITING: 'The document is about to become searchable.',
    DONE: 'The document is searchable.',
  }),
});

const IngestionProgressRef = builder.objectRef<DocumentRecord>('IngestionProgress').implement({
  description: 'How far ingestion has come; that of a searchable document is the ingestion of its next version.',
  fields: (t) => ({
    stage: t.field({
      type: IngestionStage,
      description: 'The current stage.',
      resolve: ({ progress }) => progress.stage,
    }),
    queuePosition: t.int({
      nullable: true,
      complexity: 5,
      description:
        'The position among those waiting documents of the organisation that the caller may see, from 1. Null once ingestion has begun, and beyond the first 1,000.',
      resolve: async (document, _args, { services, tenant, signal }) =>
        isUnfinished(document) && document.progress.stage === 'WAITING'
          ? await services.documents.queuePosition(tenant, document.id, { signal })
          : null,
    }),
    pagesParsed: t.int({
      description: 'How many pages have been read so far.',
      resolve: ({ progress }) => progress.pagesParsed,
    }),
    pagesTotal: t.int({
      nullable: true,
      description: 'How many pages the document has; null until that is known, and where it has none.',
      resolve: ({ progress }) => progress.pagesTotal,
    }),
    chunksEmbedded: t.int({
      description: 'How many chunks have been embedded so far.',
      resolve: ({ progress }) => progress.chunksEmbedded,
    }),
    chunksTotal: t.int({
      nullable: true,
      description: 'How many chunks the document has; null until the text is cut.',
      resolve: ({ progress }) => progress.chunksTotal,
    }),
  }),
});

export const Document = builder.objectRef<DocumentRecord>('Document').implement({
  description: 'A document of the organisation.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The opaque id of the document.' }),
    name: t.exposeString('name', { description: 'The name of the document.' }),
    mediaType: t.exposeString('mediaType', { description: 'The media type of the original, such as text/markdown.' }),
    sizeBytes: t.exposeInt('sizeBytes', { description: 'The size of the original, in bytes.' }),
    sha256: t.exposeString('sha256', { description: 'The SHA-256 of the original, in hexadecimal.' }),
    version: t.exposeInt('version', { description: 'The version of its original, from 1.' }),
    status: t.expose('status', { type: DocumentStatus, description: 'The state of the document.' }),
    error: t.exposeString('error', {
      nullable: true,
      description:
        'Why the last ingestion failed, in a sentence for the user; null if it did not. For a searchable document, why its new version failed; it stays searchable as it was.',
    }),
    progress: t.field({
      type: IngestionProgressRef,
      description: 'How far ingestion has come.',
      resolve: (document) => document,
    }),
    chunkCount: t.exposeInt('chunkCount', {
      description: 'How many chunks the document has; 0 until it is searchable.',
    }),
    pageCount: t.exposeInt('pageCount', {
      nullable: true,
      description:
        'How many pages, slides or chapters it has; null for a document without, or one that is not searchable.',
    }),
    pageStarts: t.intList({
      complexity: RESULT_LIMITS.readCost,
      description:
        'Where in its text each page begins, from the first on, in UTF-16 code units; a page without text begins where the next one does. Empty for a document without pages, one that is not searchable, and one that an earlier version of Carrel ingested: `reprocessDocument` adds them.',
      resolve: async ({ id }, _args, { tenant, signal }) => [
        ...((await tenant.documents.pageStarts(id, { signal })) ?? []),
      ],
    }),
    documentDate: t.expose('documentDate', {
      type: 'DateTime',
      nullable: true,
      description: 'The date of the document itself, if one was given.',
    }),
    text: t.string({
      nullable: true,
      audit: audited<string, { start?: number; end?: number }, DocumentRecord>(
        'document.read',
        ({ input: { start, end }, parent }) => ({
          ...documentFacts(parent),
          detail: { start: start ?? 0, end: end ?? null },
        }),
      ),
      description:
        'The text of the document as it was extracted, or a part of it; the offsets of passages refer to it. Null until the document is searchable. A result carries at most 2,000,000 characters of texts, an event of a subscription 100,000: read longer texts in parts.',
      complexity: RESULT_LIMITS.readCost,
      args: {
        start: t.arg.int({ defaultValue: 0, description: 'Where to begin, as an offset in UTF-16 code units.' }),
        end: t.arg.int({ description: 'Where to end, exclusive; the end of the text by default.' }),
      },
      resolve: ({ id }, { start, end }, context, { operation, rootValue }) => {
        const from = start ?? 0;
        if (from < 0 || (end != null && end < from)) {
          throw new AppError(
            'BAD_INPUT',
            `A range of text begins at 0 or later and does not end before it begins; this one is ${from} to ${end ?? 'the end'}.`,
          );
        }
        const { tenant, signal } = context;
        const isEvent = operation.operation === 'subscription';
        const limit = isEvent ? RESULT_LIMITS.eventTextLength : RESULT_LIMITS.textLength;
        // Each event of a subscription is a result, and its root.
        const result = isEvent ? (rootValue as object) : context;
        return readIntoResult(result, { limit, signal }, async (length) => {
          const to = Math.min(end ?? Number.POSITIVE_INFINITY, from + length);
          const text = await tenant.documents.text(id, { start: from, end: to, signal });
          // As a string, as JSON and as bytes. Of events, few wait to be sent.
          if (text !== null && !isEvent) context.hold(3 * text.length);
          return text;
        });
      },
    }),
    downloadUrl: t.string({
      nullable: true,
      description:
        "A path at this server's address by which a browser can download the original. It is signed for the caller alone, and valid for a minute.",
      complexity: RESULT_LIMITS.readCost,
      resolve: async ({ id }, _args, context) => {
        const token = await context.services.downloadLinks.sign(identify(context), id);
        return `/documents/${id}/original?token=${token}`;
      },
    }),
    tags: t.exposeStringList('tags', {
      description: 'Tags to filter by: those given, and those in the front matter of a Markdown document.',
    }),
    collection: t.exposeString('collection', {
      nullable: true,
      description: 'The full name of its collection, such as finance/payroll; null for none.',
    }),
    visibility: t.expose('visibility', { type: DocumentVisibility, description: 'Who may see it.' }),
    containsPii: t.exposeBoolean('containsPii', {
      description: 'Whether the document was declared to contain personal data.',
    }),
    createdBy: t.loadable({
      type: User,
      nullable: true,
      description: 'Who added the document; null if they are no longer a member.',
      loaderOptions: BATCHED,
      load: async (ids: UserId[], context) =>
        inOrder(ids, await context.services.tenants.findUsers(identify(context).tenantId, ids)),
      resolve: ({ createdBy }) => createdBy,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the document was added.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the document last changed.' }),
  }),
});

export const DocumentConnection = connectionType('Document', { node: Document, items: 'documents' });

const DocumentEventType = builder.enumType('DocumentEventType', {
  description: 'What happened to a document.',
  values: describeValues(['CURRENT', 'ADDED', 'UPDATED', 'DELETED'] as const, {
    CURRENT: 'No change: the document as it is when the subscription begins.',
    ADDED: 'It was added.',
    UPDATED: 'It changed, or its ingestion made progress.',
    DELETED: 'It was deleted.',
  }),
});

export const DocumentEventRef = builder.objectRef<DocumentEvent>('DocumentEvent').implement({
  description: 'The current state of a document, or a change to it.',
  fields: (t) => ({
    type: t.expose('type', { type: DocumentEventType, description: 'What happened.' }),
    documentId: t.exposeID('documentId', { description: 'The id of the document.' }),
    document: t.loadable({
      type: Document,
      nullable: true,
      description: 'The document as it is now; null if it was deleted.',
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
