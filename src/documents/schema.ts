import { notFound } from '../errors.ts';
import { builder, identify } from '../graphql/builder.ts';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, parsePageSize, toConnection } from '../graphql/connection.ts';
import { type DocumentId, toId } from '../ids.ts';
import { abortable } from '../lib/abortable.ts';
import type { DocumentRecord } from '../store/documents.ts';
import { cursorOf, parseCursor } from './document-cursor.ts';
import { parseFilter, parseTags } from './inputs.ts';
import { Document, DocumentConnection, DocumentEventRef, DocumentStatus } from './types.ts';

const DocumentFilter = builder.inputType('DocumentFilter', {
  description: 'Which documents to list; every given condition must hold.',
  fields: (t) => ({
    documentIds: t.idList({ description: 'One of these documents; unknown ids count as absent.' }),
    status: t.field({ type: DocumentStatus, description: 'In this state.' }),
    nameContains: t.string({ description: 'With this in the name, whatever the case.' }),
    tags: t.stringList({ description: 'With any of these tags.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Came in after this instant.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Came in before this instant.' }),
  }),
});

builder.queryField('document', (t) =>
  t.field({
    type: Document,
    nullable: true,
    access: 'VIEWER',
    description: 'One document; null when there is none of this id, or the caller may not see it.',
    args: { id: t.arg.id({ required: true, description: "The document's id." }) },
    resolve: async (_root, { id }, { tenant, signal }) =>
      (await tenant.documents.findMany([toId<DocumentId>(id)], { signal }))[0] ?? null,
  }),
);

builder.queryField('documents', (t) =>
  t.field({
    type: DocumentConnection,
    access: 'VIEWER',
    description: 'The documents of the organisation, newest first.',
    args: {
      first: t.arg.int({ defaultValue: DEFAULT_PAGE_SIZE, description: 'How many, 1 to 100.' }),
      after: t.arg.string({ description: 'Only what follows behind this cursor.' }),
      filter: t.arg({ type: DocumentFilter, description: 'Which of them.' }),
    },
    // A page that is too large is refused for that, not for what it would cost.
    complexity: ({ first }) => ({
      field: 1,
      multiplier: Math.min(Math.max(1, first ?? DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE),
    }),
    resolve: async (_root, { first, after, filter }, { tenant, signal }) => {
      const page = await tenant.documents.list({
        filter: {
          ...parseFilter(filter),
          ...(filter?.status && { status: filter.status }),
          ...(filter?.nameContains && { nameContains: filter.nameContains }),
        },
        limit: parsePageSize(first),
        after: after == null ? null : parseCursor(after),
        signal,
      });
      return toConnection<DocumentRecord>(page, { after, cursorOf });
    },
  }),
);

const IngestPayload = builder.objectRef<{ document: DocumentRecord; created: boolean }>('IngestPayload').implement({
  description: 'A document that came in.',
  fields: (t) => ({
    document: t.field({
      type: Document,
      description: 'The document, as it is now.',
      resolve: ({ document }) => document,
    }),
    created: t.exposeBoolean('created', {
      description: 'False where the very same document was there already, with the same marks, and had not failed.',
    }),
  }),
});

const IngestTextInput = builder.inputType('IngestTextInput', {
  description: 'A text to ingest.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What to call it; a name that ends with .md makes it Markdown.' }),
    text: t.string({ required: true, description: 'The text itself.' }),
    tags: t.stringList({ description: 'Words to filter by.' }),
    containsPii: t.boolean({ defaultValue: false, description: 'Whether it holds personal data.' }),
    wait: t.boolean({
      defaultValue: false,
      description: 'Answer when it is searchable or failed, at most after a minute, instead of at once.',
    }),
  }),
});

const IngestFileInput = builder.inputType('IngestFileInput', {
  description: 'A file to ingest, sent as a multipart request.',
  fields: (t) => ({
    file: t.field({
      type: 'File',
      required: true,
      description: 'The file; `system.limits` tells which types and how large.',
    }),
    name: t.string({ description: "What to call it, if not by the file's own name." }),
    tags: t.stringList({ description: 'Words to filter by.' }),
    containsPii: t.boolean({ defaultValue: false, description: 'Whether it holds personal data.' }),
    wait: t.boolean({
      defaultValue: false,
      description: 'Answer when it is searchable or failed, at most after a minute, instead of at once.',
    }),
  }),
});

builder.mutationField('ingestText', (t) =>
  t.field({
    type: IngestPayload,
    access: 'EDITOR',
    description: 'Takes a text in; it is searchable once its status says so.',
    args: { input: t.arg({ type: IngestTextInput, required: true, description: 'The text and its marks.' }) },
    resolve: async (_root, { input }, context) =>
      context.services.documents.ingest(
        context.tenant,
        { ...marksOf(input), name: input.name, bytes: new TextEncoder().encode(input.text), isText: true },
        { createdBy: identify(context).userId, signal: context.signal },
      ),
  }),
);

builder.mutationField('ingestFile', (t) =>
  t.field({
    type: IngestPayload,
    access: 'EDITOR',
    description: 'Takes a file in; it is searchable once its status says so.',
    args: { input: t.arg({ type: IngestFileInput, required: true, description: 'The file and its marks.' }) },
    resolve: async (_root, { input }, context) =>
      context.services.documents.ingest(
        context.tenant,
        {
          ...marksOf(input),
          name: input.name ?? input.file.name,
          fileName: input.file.name,
          bytes: new Uint8Array(await input.file.arrayBuffer()),
        },
        { createdBy: identify(context).userId, signal: context.signal },
      ),
  }),
);

const DeleteDocumentInput = builder.inputType('DeleteDocumentInput', {
  description: 'A document to delete.',
  fields: (t) => ({ id: t.id({ required: true, description: "The document's id." }) }),
});

const DeleteDocumentPayload = builder.objectRef<{ id: string }>('DeleteDocumentPayload').implement({
  description: 'A document that is gone.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that it had.' }) }),
});

builder.mutationField('deleteDocument', (t) =>
  t.field({
    type: DeleteDocumentPayload,
    access: 'ADMIN',
    description: 'Deletes a document with all that belongs to it; nothing finds it from that moment on.',
    args: { input: t.arg({ type: DeleteDocumentInput, required: true, description: 'Which document.' }) },
    resolve: async (_root, { input }, { services, tenant }) => {
      await services.documents.delete(tenant, toId<DocumentId>(input.id));
      return { id: input.id };
    },
  }),
);

builder.subscriptionField('documentChanged', (t) =>
  t.field({
    type: DocumentEventRef,
    access: 'VIEWER',
    description:
      'What is there now, then every change: of one document, or of all. An id that the caller cannot see is NOT_FOUND, like an unknown one.',
    args: { id: t.arg.id({ description: 'Only this document.' }) },
    subscribe: async (_root, { id }, context) => {
      const only = id == null ? null : toId<DocumentId>(id);
      // Refused before the stream opens.
      if (only !== null && !(await context.tenant.documents.findMany([only], { signal: context.signal })).length)
        throw notFound('document');
      return abortable(context.signal, (signal) =>
        context.services.documents.events(context.tenant, { id: only, signal }),
      );
    },
    resolve: (event) => event,
  }),
);

/** What both ways of taking a document in have in common. */
function marksOf(input: {
  tags?: readonly string[] | null | undefined;
  containsPii?: boolean | null | undefined;
  wait?: boolean | null | undefined;
}) {
  return { tags: parseTags(input.tags ?? []), containsPii: input.containsPii ?? false, wait: input.wait ?? false };
}
