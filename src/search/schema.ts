import { parseFilter } from '../documents/inputs.ts';
import { BATCHED, Document, loadDocuments } from '../documents/types.ts';
import { builder } from '../graphql/builder.ts';
import { parseQuery, parseTopK } from './inputs.ts';
import type { FoundPassage } from './search-service.ts';

export const SearchFilter = builder.inputType('SearchFilter', {
  description: 'Which documents to search; every given condition must hold, and acts inside the index.',
  fields: (t) => ({
    documentIds: t.idList({ description: 'Only these documents; unknown ids count as absent.' }),
    tags: t.stringList({ description: 'Only documents with any of these tags.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Only documents that came in after this instant.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Only documents that came in before this instant.' }),
  }),
});

export const Passage = builder.objectRef<FoundPassage>('Passage').implement({
  description: 'A piece of a document that fits a question.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Opaque.' }),
    index: t.exposeInt('index', { description: 'Place in the document, from 0.' }),
    documentId: t.exposeID('documentId', { description: 'The document that it is from.' }),
    documentName: t.exposeString('documentName', { description: "The document's name when it was found." }),
    document: t.loadable({
      type: Document,
      nullable: true,
      description: 'The document; null when it was deleted meanwhile.',
      loaderOptions: BATCHED,
      load: loadDocuments,
      resolve: ({ documentId }) => documentId,
    }),
    text: t.exposeString('text', { description: 'The text, exactly as in the document.' }),
    headings: t.stringList({
      description: 'The headings that the passage stands under, outermost first.',
      resolve: ({ headings }) => [...headings],
    }),
    start: t.exposeInt('start', { description: "Where it begins in the document's text, in UTF-16 code units." }),
    end: t.exposeInt('end', { description: 'Where it ends, exclusive.' }),
    relevance: t.exposeFloat('relevance', {
      description: 'How well it fits, 0 to 1: half meaning, half shared words.',
    }),
  }),
});

const SearchResultRef = builder
  .objectRef<{ passages: readonly FoundPassage[]; answerable: boolean }>('SearchResult')
  .implement({
    description: 'What a search found.',
    fields: (t) => ({
      passages: t.field({
        type: [Passage],
        description: 'The passages, best first.',
        resolve: ({ passages }) => [...passages],
      }),
      answerable: t.exposeBoolean('answerable', {
        description: 'False when no passage is close enough to answer from; the passages are listed all the same.',
      }),
    }),
  });

builder.queryField('search', (t) =>
  t.field({
    type: SearchResultRef,
    access: 'VIEWER',
    description: 'The passages that fit a question best, best first.',
    args: {
      query: t.arg.string({ required: true, description: 'The question, or words to look for.' }),
      topK: t.arg.int({ defaultValue: 4, description: 'How many passages, 1 to 20.' }),
      filter: t.arg({ type: SearchFilter, description: 'Which documents.' }),
    },
    complexity: { field: 10, multiplier: 1 },
    resolve: (_root, { query, topK, filter }, { services, tenant, signal }) =>
      services.search.search(tenant, {
        query: parseQuery(query),
        topK: parseTopK(topK),
        filter: parseFilter(filter),
        signal,
      }),
  }),
);
