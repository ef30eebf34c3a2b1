import { ownSentences } from '../lib/own-sentences.ts';
import { termsOf } from '../lib/terms.ts';
import { likelySubject, overviewSubject } from '../lib/text/overview.ts';
import type { FoundPassage, SearchService } from '../search/search.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { Question } from './answer.ts';
import type { Found, NotFound } from './retrieved.ts';

/** An overview of more documents than these is none. */
const MOST_DOCUMENTS = 3;
/** Headings behind these passages of a document are left out. */
const MOST_PASSAGES = 100;

/** An overview's passages, or a refusal that asks which document is meant. */
type Overview = Omit<Found, 'searchedFor'> | Omit<NotFound, 'searchedFor'> | null;

/**
 * What to answer "What is this document about?" and "Summarise X" from: the first passages of the sections of the document
 * that is named, that the filter names, or that is the only one.
 *
 * @returns a refusal that asks which document is meant, where there are several; null for other questions, and where what X is called is no document
 */
export async function retrieveOverview(
  search: SearchService,
  tenant: ScopedTenant,
  { asked, earlier }: { asked: Question; earlier: readonly string[] },
  signal: AbortSignal,
): Promise<Overview> {
  const named = overviewSubject(asked.question);
  if (named === null) return null;
  // "Summarise it" after "What is the handbook about?"
  const words = named || (earlier.map(overviewSubject).findLast((subject) => subject) ?? '');
  return overviewOf(search, tenant, { words, asked }, signal);
}

/** The same for "What is in the handbook?", which no passage answers, where that is a document. */
export async function retrieveLikelyOverview(
  search: SearchService,
  tenant: ScopedTenant,
  asked: Question,
  signal: AbortSignal,
): Promise<Overview> {
  const words = likelySubject(asked.question);
  return words === null ? null : overviewOf(search, tenant, { words, asked }, signal);
}

async function overviewOf(
  search: SearchService,
  tenant: ScopedTenant,
  { words, asked: { question, topK, filter } }: { words: string; asked: Question },
  signal: AbortSignal,
): Promise<Overview> {
  const called = await search.documents(tenant, { words, filter, limit: MOST_DOCUMENTS, signal });
  const { documents, total } = called.total === 0 ? await titled(search, tenant, { words, filter }, signal) : called;
  if (total === 0) return null;
  const sources = documents.map(({ id, access }) => ({ documentId: id, access }));
  const isNamed = total === 1 || (filter.documentIds && total <= MOST_DOCUMENTS);
  if (!isNamed)
    return {
      answerable: false,
      passages: [],
      sources,
      refusal: whichOf(
        documents.map(({ name }) => name),
        { total, question },
      ),
    };

  const begun = await Promise.all(
    documents.map(({ id }) =>
      search.firstPassages(tenant, { filter: { ...filter, documentIds: [id] }, limit: MOST_PASSAGES, signal }),
    ),
  );
  const sections = begun.map(firstOfSections);
  const outlines = documents.map(({ name }, at) => ({
    title: name,
    sections: (sections[at] ?? []).map(({ headings }) => headings),
  }));
  const passagesOfEach = Math.max(1, Math.floor(topK / documents.length));
  const passages = sections.flatMap((begun) => begun.slice(0, passagesOfEach));
  return { answerable: true, outlines, sources, passages };
}

/** The document whose title holds all that it is called: "the meeting of 11 February" of "Management meeting, 11 February 2026". */
async function titled(
  search: SearchService,
  tenant: ScopedTenant,
  { words, filter }: { words: string; filter: Question['filter'] },
  signal: AbortSignal,
): Promise<Awaited<ReturnType<SearchService['documents']>>> {
  const wanted = termsOf(words);
  if (wanted.length === 0) return { documents: [], total: 0 };
  const { passages } = await search.search(tenant, { query: words, topK: MOST_DOCUMENTS, filter, signal });
  const found = passages.filter(({ headings: [title = ''] }) => {
    const own = new Set(termsOf(title));
    return wanted.every((term) => own.has(term));
  });
  const documents = new Map(found.map(({ documentId: id, documentName: name, access }) => [id, { id, name, access }]));
  return { documents: [...documents.values()], total: documents.size };
}

/** The first passage under each of the headings. */
function firstOfSections(passages: readonly FoundPassage[]): FoundPassage[] {
  if (passages.every(({ headings }) => headings.length === 0)) return [...passages];
  const known = new Set<string>();
  return passages.filter(({ headings }) => {
    const key = JSON.stringify(headings);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}

/** It does not say how many more there are: whoever reads it later, in the audit log too, may see fewer. */
function whichOf(names: readonly string[], { total, question }: { total: number; question: string }): string {
  const { which } = ownSentences(question);
  const areMore = total > names.length;
  const count = areMore ? `${names.length}+` : `${total}`;
  const shown = names.map((name) => `“${name}”`).join(', ') + (areMore ? ', …' : '');
  // By functions, as a name may hold what stands for something in a replacement.
  return which.replace('{total}', () => count).replace('{names}', () => shown);
}
