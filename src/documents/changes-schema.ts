import { documentFacts } from '../audit/facts.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { LONG_TEXT } from '../graphql/scalars.ts';
import { type DocumentId, toId } from '../ids.ts';
import type { DocumentMetadata, DocumentRecord } from '../store/documents.ts';
import type { NewContent } from './changes-service.ts';
import { parseCollection } from './collections.ts';
import { encodeText } from './encode-text.ts';
import { IngestPayload, type IngestResult } from './ingest-schema.ts';
import { parseDocumentName, parseFileName, parseTags } from './inputs.ts';
import { Document, DocumentVisibility } from './types.ts';

interface Changed {
  readonly document: DocumentRecord;
}

const DocumentPayload = builder.objectRef<Changed>('DocumentPayload').implement({
  description: 'A document that was changed.',
  fields: (t) => ({
    document: t.field({
      type: Document,
      description: 'The document as it is now.',
      resolve: ({ document }) => document,
    }),
  }),
});

/** The id of what was refused may be one that whoever reads the log must not see. */
const factsOf = ({ result }: { readonly result: Changed | null }) => (result ? documentFacts(result.document) : {});

const ReplaceDocumentInput = builder.inputType('ReplaceDocumentInput', {
  description: 'A document and its new content: either a file or a text.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id of the document.' }),
    file: t.field({ type: 'File', description: 'The new file; the request is a multipart request.' }),
    text: t.string({
      description: "The new text; it is read as the document's name tells.",
      extensions: LONG_TEXT,
    }),
  }),
});

builder.mutationField('replaceDocument', (t) =>
  t.field({
    type: IngestPayload,
    access: 'EDITOR',
    audit: audited<IngestResult>('document.replace', ({ result }) =>
      result ? { ...documentFacts(result.document), detail: { created: result.created } } : {},
    ),
    description:
      'Stores a new version of a document and ingests it in the background. Until it is searchable as a whole, searches and answers use the present one; where it fails they keep using it, and `error` says why. Editors replace what they brought in, administrators what they see.',
    args: {
      input: t.arg({ type: ReplaceDocumentInput, required: true, description: 'The document and its content.' }),
    },
    resolve: async (_root, { input }, context) =>
      context.services.documentChanges.replace(context.tenant, toId<DocumentId>(input.id), {
        caller: identify(context),
        content: await contentOf(input, context),
      }),
  }),
);

const UpdateDocumentInput = builder.inputType('UpdateDocumentInput', {
  description: 'A document and what is to change of it; what is left out stays as it is.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id of the document.' }),
    name: t.string({ description: 'Its new name.' }),
    tags: t.stringList({ description: 'Its tags from now on, instead of those that it has.' }),
    containsPii: t.boolean({ description: 'Whether it contains personal data.' }),
    collection: t.string({ description: 'The collection to move it to; null for none.' }),
    visibility: t.field({ type: DocumentVisibility, description: 'Who may see it.' }),
    documentDate: t.field({ type: 'DateTime', description: 'The date of the document itself; null for none.' }),
  }),
});

builder.mutationField('updateDocument', (t) =>
  t.field({
    type: DocumentPayload,
    access: 'EDITOR',
    audit: audited<Changed, typeof UpdateDocumentInput.$inferInput>('document.update', ({ result, input }) => ({
      ...factsOf({ result }),
      ...(result && { detail: { changed: Object.keys(metadataOf(input)) } }),
    })),
    description:
      "Changes a document's name, tags, date, collection, visibility, or whether it contains personal data. Lists, searches and answers follow at once. Editors change what they brought in, administrators what they see.",
    args: { input: t.arg({ type: UpdateDocumentInput, required: true, description: 'The document and the changes.' }) },
    resolve: async (_root, { input }, context) => ({
      document: await context.services.documentChanges.update(context.tenant, toId<DocumentId>(input.id), {
        caller: identify(context),
        metadata: metadataOf(input),
      }),
    }),
  }),
);

const ReprocessDocumentInput = builder.inputType('ReprocessDocumentInput', {
  description: 'The document to ingest again.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the document.' }) }),
});

builder.mutationField('reprocessDocument', (t) =>
  t.field({
    type: DocumentPayload,
    access: 'EDITOR',
    audit: audited<Changed>('document.reprocess', factsOf),
    description:
      'Ingests the stored original again, with the present settings. Until that is done, searches and answers use the present text and chunks.',
    args: { input: t.arg({ type: ReprocessDocumentInput, required: true, description: 'The document.' }) },
    resolve: async (_root, { input }, context) => ({ document: await change('reprocess', input.id, context) }),
  }),
);

const CancelIngestionInput = builder.inputType('CancelIngestionInput', {
  description: 'The document whose ingestion is to end.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the document.' }) }),
});

builder.mutationField('cancelIngestion', (t) =>
  t.field({
    type: DocumentPayload,
    access: 'EDITOR',
    audit: audited<Changed>('document.cancel', factsOf),
    description:
      'Cancels the ingestion of a document. Its original is kept, so that `retryIngestion` can try again. A searchable document keeps its present version. CONFLICT if no ingestion is in progress.',
    args: { input: t.arg({ type: CancelIngestionInput, required: true, description: 'The document.' }) },
    resolve: async (_root, { input }, context) => ({ document: await change('cancel', input.id, context) }),
  }),
);

const RetryIngestionInput = builder.inputType('RetryIngestionInput', {
  description: 'The document to try again.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the document.' }) }),
});

builder.mutationField('retryIngestion', (t) =>
  t.field({
    type: DocumentPayload,
    access: 'EDITOR',
    audit: audited<Changed>('document.retry', factsOf),
    description: 'Ingests a document again that failed or was cancelled. CONFLICT for any other.',
    args: { input: t.arg({ type: RetryIngestionInput, required: true, description: 'The document.' }) },
    resolve: async (_root, { input }, context) => ({ document: await change('retry', input.id, context) }),
  }),
);

function change(how: 'reprocess' | 'cancel' | 'retry', id: string, context: Context): Promise<DocumentRecord> {
  return context.services.documentChanges[how](context.tenant, toId<DocumentId>(id), identify(context));
}

/** @throws AppError `BAD_INPUT` unless there is either a file or a text */
async function contentOf(
  { file, text }: typeof ReplaceDocumentInput.$inferInput,
  context: Context,
): Promise<NewContent> {
  if (file && text == null) return { fileName: parseFileName(file.name), content: file };
  if (!file && text != null) return { fileName: null, content: await encodeText(text, context) };
  throw new AppError('BAD_INPUT', 'Give either a file or a text.');
}

/** What was given; null stands for nothing where a document may have none, and changes nothing elsewhere. */
function metadataOf(input: typeof UpdateDocumentInput.$inferInput): Partial<DocumentMetadata> {
  const { name, tags, containsPii, collection, visibility, documentDate } = input;
  return {
    ...(name != null && { name: parseDocumentName(name) }),
    ...(tags != null && { tags: parseTags(tags) }),
    ...(containsPii != null && { containsPii }),
    ...(collection !== undefined && { collection: collection === null ? null : parseCollection(collection) }),
    ...(visibility != null && { visibility }),
    ...(documentDate !== undefined && { documentDate }),
  };
}
