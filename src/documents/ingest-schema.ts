import { documentFacts } from '../audit/facts.ts';
import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { LONG_TEXT } from '../graphql/scalars.ts';
import type { DocumentRecord } from '../store/documents.ts';
import { parseCollection } from './collections.ts';
import { encodeText } from './encode-text.ts';
import { parseFileName, parseTags } from './inputs.ts';
import { Document, DocumentVisibility } from './types.ts';

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
        'False if the same content was there already with the same name, tags, date and access, and had not failed; `document` is that one then.',
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
        'The collection to put it in, such as finance/payroll; none by default. Members who are limited to collections have to name one of theirs.',
    }),
    visibility: t.field({
      type: DocumentVisibility,
      defaultValue: 'ORGANIZATION',
      description: 'Who may see it: the organisation, or the user alone.',
    }),
    documentDate: t.field({ type: 'DateTime', description: 'The date of the document itself.' }),
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
