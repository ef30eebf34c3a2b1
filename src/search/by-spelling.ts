import { asOne } from '../lib/follow-up-terms.ts';
import { questionTerms } from '../lib/terms.ts';
import type { Embedders } from '../models/embedders.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import { readingOf } from './reading.ts';
import type { SearchService } from './search.ts';

/** Searches once more, with words that stand in no document as the documents spell the nearest, where nothing is close enough. */
export function bySpelling(search: SearchService['search'], embedders: Embedders): SearchService['search'] {
  return async (tenant, request) => {
    const found = await search(tenant, request);
    if (found.answerable || found.passages.length === 0) return found;
    // Where words alone decide, a word that is merely like another one would be an answer.
    const embedder = embedders.get(await tenant.chunks.embedder({ signal: request.signal }));
    const { query, earlier = [], signal } = request;
    if (readingOf(asOne(query, earlier), embedder) !== 'MEANING') return found;
    const [spelled = null, ...before] = await Promise.all(
      [query, ...earlier].map((question) => respelled(tenant, question, signal)),
    );
    if ([spelled, ...before].every((each) => each === null)) return found;
    const again = await search(tenant, {
      ...request,
      query: spelled ?? query,
      earlier: earlier.map((question, at) => before[at] ?? question),
    });
    return again.answerable ? { ...again, spelled: spelled ?? undefined } : found;
  };
}

/**
 * Typed words, each with the marks that keep it one. Those with capitals are left alone: a name that no document holds is
 * not another's misspelling (on XQuAD with the article taken out .79 instead of .77 are refused).
 */
const WORD = /[\p{L}\p{M}]+/gu;
/** Words of fewer letters are not looked at. */
const SHORTEST_WORD = 5;
const MOST_WORDS = 16;

/**
 * A question with those of its words that stand in no document as the documents spell the nearest: "abrot a rebse" as
 * "abort a rebase". Null where there is nothing to mend.
 */
async function respelled(
  tenant: ScopedTenant,
  question: string,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const typed = [...new Set(question.match(WORD) ?? [])].filter(
    (word) => word.length >= SHORTEST_WORD && word === word.toLowerCase(),
  );
  const words = typed.slice(0, MOST_WORDS).flatMap((word) => {
    const { terms, wordCount } = questionTerms(word);
    return wordCount === 1 && terms[0] ? [{ word, terms }] : [];
  });
  const asked = [...new Set(words.flatMap(({ terms }) => terms))];
  if (asked.length === 0) return null;
  const spellings = new Map(
    (await tenant.chunks.spellings(asked, { signal })).map((found, at) => [asked[at] ?? '', found]),
  );
  let mended = question;
  for (const { word, terms } of words) {
    const found = terms.map((term) => spellings.get(term));
    // One form of it is known: the word is right.
    if (found.some((each) => each === null)) continue;
    const near = found.flatMap((each) => each ?? [])[0];
    const stem = terms.find((term) => spellings.get(term)?.[0] === near);
    if (near !== undefined && stem !== undefined) mended = mended.replaceAll(word, withEnding(word, stem, near));
  }
  return mended === question ? null : mended;
}

/** The known stem with what the typed word had behind its own: "rebas" becomes "rebase" by "rebs" and "rebse". */
function withEnding(word: string, stem: string, known: string): string {
  const lower = word.toLowerCase();
  const full = lower.startsWith(stem) ? known + lower.slice(stem.length) : known;
  return questionTerms(full).terms.includes(known) ? full : known;
}
