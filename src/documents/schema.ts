import { documentFacts } from '../audit/facts.ts';
import { notFound } from '../errors.ts';
import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { cursorOfCreated, pageArgs, pageComplexity, parsePage, toConnection } from '../graphql/connection.ts';
import { LONG_TEXT } from '../graphql/scalars.ts';
import { type DocumentId, toId } from '../ids.ts';
import { abortable } from '../lib/abortable.ts';
import type { CollectionCount, DocumentRecord, TagCount } from '../store/documents.ts';
import { parseCollection } from './collections.ts';
import { encodeText } from './encode-text.ts';
import { MAX_TAGS_LISTED, parseFileName, parseFilter, parseTags } from './inputs.ts';
import { Document, DocumentConnection, DocumentEventRef, DocumentStatus, DocumentVisibility } from './types.ts';

const DocumentFilter = builder.inputType('DocumentFilter', {
  description: 'Conditions for listing documents; a document must meet all that are given.',
  fields: (t) => ({
    documentIds: t.idList({ description: 'Only these documents; unknown ids match nothing.' }),
    status: t.field({ type: DocumentStatus, description: 'Only documents with this status.' }),
    nameContains: t.string({
      description: 'Only documents whose name contains this; upper and lower case are the same.',
    }),
    tags: t.stringList({ description: 'Only documents with at least one of these tags.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Only documents that were created after this time.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Only documents that were created before this time.' }),
    collection: t.string({ description: 'Only documents in this collection, or below it.' }),
    mediaType: t.string({ description: 'Only documents of this media type, such as application/pdf.' }),
    datedAfter: t.field({ type: 'DateTime', description: 'Only documents that bear a date after this time.' }),
    datedBefore: t.field({ type: 'DateTime', description: 'Only documents that bear a date before this time.' }),
  }),
});

builder.queryField('document', (t) =>
  t.field({
    type: Document,
    nullable: true,
    access: 'VIEWER',
    audit: 'none',
    description: 'The document with this id; null if there is none, or the caller may not see it.',
    args: { id: t.arg.id({ required: true, description: 'The id of the document.' }) },
    resolve: async (_root, { id }, { tenant, signal }) =>
      (await tenant.documents.findMany([toId<DocumentId>(id)], { signal }))[0] ?? null,
  }),
);

builder.queryField('documents', (t) =>
  t.field({
    type: DocumentConnection,
    access: 'VIEWER',
    audit: 'none',
    description: 'The documents of the organisation, newest first.',
    args: {
      ...pageArgs('documents'),
      filter: t.arg({ type: DocumentFilter, description: 'Which documents to list.' }),
    },
    complexity: pageComplexity,
    resolve: async (_root, { filter, ...args }, { tenant, signal }) => {
      const { limit, after } = parsePage(args);
      const page = await tenant.documents.list({
        filter: {
          ...parseFilter(filter),
          ...(filter?.status && { status: filter.status }),
          ...(filter?.nameContains && { nameContains: filter.nameContains }),
        },
        limit,
        after: after && { createdAt: after.at, id: after.id as DocumentId },
        signal,
      });
      return toConnection<DocumentRecord>(page, { after: args.after, cursorOf: cursorOfCreated });
    },
  }),
);

const Collection = builder.objectRef<CollectionCount>('Collection').implement({
  description: 'A group of documents, such as those of a department.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'Its name, with the collections that it lies in before it, such as finance/payroll.',
    }),
    documents: t.exposeInt('documents', {
      description: 'How many documents in it the caller may see; those in collections below it are counted there.',
    }),
  }),
});

builder.queryField('collections', (t) =>
  t.field({
    type: [Collection],
    access: 'VIEWER',
    audit: 'none',
    description: 'The collections that hold a document which the caller may see, by name.',
    resolve: (_root, _args, { tenant, signal }) => tenant.documents.collections({ signal }),
  }),
);

const Tag = builder.objectRef<TagCount>('Tag').implement({
  description: 'A word that documents are found by.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The tag.' }),
    documents: t.exposeInt('documents', { description: 'How many documents that the caller may see have it.' }),
  }),
});

builder.queryField('tags', (t) =>
  t.field({
    type: [Tag],
    access: 'VIEWER',
    audit: 'none',
    description: `The tags of the documents that the caller may see: those that most have come first, ${MAX_TAGS_LISTED} at most.`,
    resolve: (_root, _args, { tenant, signal }) => tenant.documents.tags({ limit: MAX_TAGS_LISTED, signal }),
  }),
);

/** A document, and whether it is new. */
export interface IngestResult {
  readonly document: DocumentRecord;
  readonly created: boolean;
}

export const IngestPayload = builder.objectRef<IngestResult>('IngestPayload').implement({
  description: 'A document that was ingested, or is about to be.',
  fields: (t) => ({
    document: t.field({
      type: Document,
      description: 'The document as it is now.',
      resolve: ({ document }) => document,
    }),
    created: t.exposeBoolean('created', {
      description:
        'False if the same content was there already with the same name, tags and access, and had not failed; `document` is that one then.',
    }),
  }),
});

const INGEST = audited<IngestResult>('document.ingest', ({ result }) =>
  result ? { ...documentFacts(result.document), detail: { created: result.created } } : {},
);

type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

/** The fields that both ways of taking a document in have in common. */
function marks(t: InputFields) {
  return {
    tags: t.stringList({ description: 'Tags to filter by.' }),
    containsPii: t.boolean({ defaultValue: false, description: 'Whether it contains personal data.' }),
    collection: t.string({
      description:
        'The collection to put it in, such as finance/payroll; none by default. Members who are limited to collections name one of these.',
    }),
    visibility: t.field({
      type: DocumentVisibility,
      defaultValue: 'ORGANIZATION',
      description: 'Whom it is for: the organisation, or the user alone.',
    }),
    documentDate: t.field({ type: 'DateTime', description: 'The date that the document itself bears.' }),
    wait: t.boolean({
      defaultValue: false,
      description: 'Wait until the document is searchable or has failed, for a minute at most.',
    }),
  };
}

const IngestTextInput = builder.inputType('IngestTextInput', {
  description: 'A text to ingest.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'The name of the document; with the extension .md the text is read as Markdown.',
    }),
    text: t.string({ required: true, description: 'The text to ingest.', extensions: LONG_TEXT }),
    ...marks(t),
  }),
});

const IngestFileInput = builder.inputType('IngestFileInput', {
  description: 'A file to ingest; the request is a multipart request.',
  fields: (t) => ({
    file: t.field({
      type: 'File',
      required: true,
      description: 'The file to ingest; `system.limits` says which types and sizes are accepted.',
    }),
    name: t.string({ description: 'The name of the document; the name of the file by default.' }),
    ...marks(t),
  }),
});

builder.mutationField('ingestText', (t) =>
  t.field({
    type: IngestPayload,
    access: 'EDITOR',
    audit: INGEST,
    description: 'Stores a text and ingests it in the background; it can be searched once its status is SEARCHABLE.',
    args: { input: t.arg({ type: IngestTextInput, required: true, description: 'The text and its metadata.' }) },
    resolve: async (_root, { input }, context) =>
      context.services.documents.ingest(
        context.tenant,
        { ...marksOf(input), name: input.name, content: await encodeText(input.text, context), isText: true },
        { caller: identify(context), signal: context.signal, accessEnd: context.accessEnd() },
      ),
  }),
);

builder.mutationField('ingestFile', (t) =>
  t.field({
    type: IngestPayload,
    access: 'EDITOR',
    audit: INGEST,
    description: 'Stores a file and ingests it in the background; it can be searched once its status is SEARCHABLE.',
    args: { input: t.arg({ type: IngestFileInput, required: true, description: 'The file and its metadata.' }) },
    resolve: async (_root, { input }, context) =>
      context.services.documents.ingest(
        context.tenant,
        {
          ...marksOf(input),
          name: input.name ?? parseFileName(input.file.name),
          fileName: input.file.name,
          content: input.file,
        },
        { caller: identify(context), signal: context.signal, accessEnd: context.accessEnd() },
      ),
  }),
);

const DeleteDocumentInput = builder.inputType('DeleteDocumentInput', {
  description: 'The document to delete.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the document.' }) }),
});

const DeleteDocumentPayload = builder.objectRef<{ id: string }>('DeleteDocumentPayload').implement({
  description: 'A document that was deleted.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that the document had.' }) }),
});

builder.mutationField('deleteDocument', (t) =>
  t.field({
    type: DeleteDocumentPayload,
    access: 'EDITOR',
    audit: audited<{ document: DocumentRecord }>('document.delete', ({ result }) =>
      // The id of what was refused may be one that whoever reads the log must not see.
      result ? documentFacts(result.document) : {},
    ),
    description:
      'Deletes a document with everything that belongs to it. From then on no search or answer uses it. Editors delete what they brought in, administrators what they see.',
    args: { input: t.arg({ type: DeleteDocumentInput, required: true, description: 'The document to delete.' }) },
    resolve: async (_root, { input }, context) => {
      const id = toId<DocumentId>(input.id);
      return { id: input.id, document: await context.services.documents.delete(context.tenant, id, identify(context)) };
    },
  }),
);

builder.subscriptionField('documentChanged', (t) =>
  t.field({
    type: DocumentEventRef,
    access: 'VIEWER',
    audit: 'none',
    description:
      'Sends the documents as they are now, unless `current` is false, then every change: of one document, or of all. An id that is unknown, or that the caller may not see, is NOT_FOUND.',
    args: {
      id: t.arg.id({ description: 'Follow this document only.' }),
      current: t.arg.boolean({ defaultValue: true, description: 'Whether the documents as they are now come first.' }),
    },
    subscribe: async (_root, { id, current }, context) => {
      const only = id == null ? null : toId<DocumentId>(id);
      // Refused before the stream opens.
      if (only !== null && !(await context.tenant.documents.findMany([only], { signal: context.signal })).length)
        throw notFound('document');
      return abortable(context.signal, (signal) =>
        context.services.documents.events(context.tenant, {
          id: only,
          current: current ?? true,
          signal,
          accessEnd: context.accessEnd(),
        }),
      );
    },
    resolve: (event) => event,
  }),
);

/** What they say, with what is left out. */
function marksOf({
  tags,
  containsPii,
  wait,
  collection,
  visibility,
  documentDate,
}: Pick<typeof IngestTextInput.$inferInput, keyof ReturnType<typeof marks>>) {
  return {
    tags: parseTags(tags ?? []),
    containsPii: containsPii ?? false,
    wait: wait ?? false,
    collection: collection == null ? null : parseCollection(collection),
    visibility: visibility ?? ('ORGANIZATION' as const),
    documentDate: documentDate ?? null,
  };
}
