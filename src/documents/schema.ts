import { documentFacts } from '../audit/facts.ts';
import { notFound } from '../errors.ts';
import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { cursorOfCreated, pageArgs, pageComplexity, parsePage, toConnection } from '../graphql/connection.ts';
import { type DocumentId, toId } from '../ids.ts';
import { abortable } from '../lib/abortable.ts';
import type { CollectionCount, DocumentRecord, TagCount } from '../store/documents.ts';
import { MAX_TAGS_LISTED, parseFilter } from './inputs.ts';
import { Document, DocumentConnection, DocumentEventRef, DocumentStatus } from './types.ts';

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
      description: 'Its full name, with the collections above it, such as finance/payroll.',
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
