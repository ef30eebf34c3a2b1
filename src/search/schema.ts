import { documentsOf } from '../audit/facts.ts';
import { parseFilter } from '../documents/inputs.ts';
import { BATCHED, Document, loadDocuments } from '../documents/types.ts';
import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { type AnswerId, newId } from '../ids.ts';
import type { Place } from '../lib/term-places.ts';
import { parseQuery, parseTopK } from './inputs.ts';
import { type SearchedPassage, withMatches } from './matches.ts';
import type { SearchResult } from './search.ts';

export const SearchFilter = builder.inputType('SearchFilter', {
  description: 'Conditions for the documents to search; a document must meet all that are given.',
  fields: (t) => ({
    documentIds: t.idList({ description: 'Only these documents; unknown ids match nothing.' }),
    tags: t.stringList({ description: 'Only documents with at least one of these tags.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Only documents that were created after this time.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Only documents that were created before this time.' }),
    collection: t.string({ description: 'Only documents in this collection, or below it.' }),
    mediaType: t.string({ description: 'Only documents of this media type, such as application/pdf.' }),
    datedAfter: t.field({ type: 'DateTime', description: 'Only documents that bear a date after this time.' }),
    datedBefore: t.field({ type: 'DateTime', description: 'Only documents that bear a date before this time.' }),
  }),
});

const MatchRef = builder.objectRef<Place>('Match').implement({
  description: 'A word of a passage that was searched for.',
  fields: (t) => ({
    start: t.exposeInt('start', {
      description: 'Where it begins in the text of the document, in UTF-16 code units.',
    }),
    end: t.exposeInt('end', { description: 'Where it ends, exclusive.' }),
  }),
});

export const Passage = builder.objectRef<SearchedPassage>('Passage').implement({
  description: 'A piece of a document that is relevant to a question.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The opaque id of the passage.' }),
    index: t.exposeInt('index', {
      description: 'The position of the passage among the passages of the document, from 0.',
    }),
    documentId: t.exposeID('documentId', { description: 'The id of the document that the passage is from.' }),
    documentName: t.exposeString('documentName', {
      description: 'The name of the document at the time of the search.',
    }),
    document: t.loadable({
      type: Document,
      nullable: true,
      description: 'The document; null if it has been deleted since.',
      loaderOptions: BATCHED,
      load: loadDocuments,
      resolve: ({ documentId }) => documentId,
    }),
    text: t.exposeString('text', { description: 'The text of the passage, exactly as in the document.' }),
    headings: t.stringList({
      description:
        'The headings above the passage, the outermost first. Rows of a long table have the names of its columns as the last.',
      resolve: ({ headings }) => [...headings],
    }),
    start: t.exposeInt('start', {
      description: 'Where the passage begins in the text of the document, in UTF-16 code units.',
    }),
    end: t.exposeInt('end', { description: 'Where the passage ends, exclusive.' }),
    page: t.exposeInt('page', {
      nullable: true,
      description: 'The page, slide or chapter on which the passage begins, from 1; null in a document without pages.',
    }),
    relevance: t.exposeFloat('relevance', {
      description: 'How relevant the passage is, from 0 to 1: half by meaning, half by the words in common.',
    }),
    matches: t.field({
      type: [MatchRef],
      description:
        'The words of it that were searched for, in whatever form, in order. A passage may be relevant without any; one that an answer was written from has none.',
      resolve: async ({ matches }) => [...((await matches?.()) ?? [])],
    }),
    current: t.exposeBoolean('current', {
      description:
        'Whether its document still says so: false for a passage of an earlier answer whose document was deleted or has a newer version.',
    }),
  }),
});

const SearchResultRef = builder
  .objectRef<Pick<SearchResult, 'answerable' | 'spelled'> & { passages: readonly SearchedPassage[] }>('SearchResult')
  .implement({
    description: 'The result of a search.',
    fields: (t) => ({
      passages: t.field({
        type: [Passage],
        description:
          'The passages, the most relevant first. Those that are nearly the same as a better one only fill up what is left, behind all others.',
        resolve: ({ passages }) => [...passages],
      }),
      answerable: t.exposeBoolean('answerable', {
        description: 'False if no passage is close enough to answer from; the passages are returned all the same.',
      }),
      spelled: t.string({
        nullable: true,
        description:
          'The words as they were searched, where some are misspelt: as the documents spell them. Null where none is.',
        resolve: ({ spelled }) => spelled ?? null,
      }),
    }),
  });

builder.queryField('search', (t) =>
  t.field({
    type: SearchResultRef,
    access: 'VIEWER',
    audit: audited<SearchResult, { query: string }>('search.run', ({ input, result }) => ({
      documents: result ? documentsOf(result.passages) : [],
      text: { answerId: newId<AnswerId>(), question: input.query, answer: '', ofStoredAnswer: false },
    })),
    description: 'The passages that are most relevant to a question or to words.',
    args: {
      query: t.arg.string({ required: true, description: 'The question, or the words to look for.' }),
      topK: t.arg.int({ defaultValue: 4, description: 'How many passages to return, from 1 to 20.' }),
      filter: t.arg({ type: SearchFilter, description: 'Which documents to search.' }),
    },
    complexity: { field: 10, multiplier: 1 },
    resolve: async (_root, { query, topK, filter }, context) => {
      const { services, tenant, signal } = context;
      const request = { query: parseQuery(query), topK: parseTopK(topK), filter: parseFilter(filter), signal };
      await services.limits.count(identify(context), 'search');
      const found = await services.search.search(tenant, request);
      const searchedFor = found.spelled ?? request.query;
      return { ...found, passages: withMatches(found.passages, { searchedFor, signal }) };
    },
  }),
);
