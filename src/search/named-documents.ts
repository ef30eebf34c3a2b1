import type { DocumentId } from '../ids.ts';
import { fold } from '../lib/text/fold.ts';
import { STOP_WORDS } from '../lib/text/stop-words.ts';
import type { DocumentAccess } from '../store/access.ts';
import type { DocumentRecord } from '../store/documents.ts';
import type { ChunkFilter } from '../store/filters.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';

/** A document that can be searched. */
export interface NamedDocument {
  readonly id: DocumentId;
  readonly name: string;
  /** Who may see it. */
  readonly access: DocumentAccess;
}

interface Look {
  readonly filter: ChunkFilter;
  readonly signal?: AbortSignal | undefined;
}

/** Names and words are looked for one by one, and of each this many documents are looked at. */
const MOST = { names: 3, documents: 50 } as const;

/** The documents whose whole names, with their extensions, stand in a text, such as "What does mail.md say?". */
export async function documentsIn(tenant: ScopedTenant, text: string, look: Look): Promise<NamedDocument[]> {
  const found = await named(tenant, fileNamesIn(text).slice(0, MOST.names), look);
  const folded = fold(text);
  return found.filter(({ name }) => standsIn(folded, fold(name)));
}

/** One look at each run, whose length does not matter: an expression for names as they are begins anew at each letter. */
function fileNamesIn(text: string): string[] {
  return (text.match(NAME_RUN) ?? []).flatMap((run) => {
    const name = run.match(WITH_EXTENSION)?.[0];
    if (name === undefined) return [];
    // "请总结report.md": words without blanks may stand before it.
    const latin = /[\p{Script=Latin}\p{M}\p{N}_.-]*$/u.exec(name.slice(-LONGEST_LATIN))?.[0] ?? '';
    return [name, ...(isBehindUnspaced(name, latin) ? [latin] : [])];
  });
}

const NAME_RUN = /[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*/gu;
const WITH_EXTENSION = /^.*\.[a-z][a-z0-9]{0,4}(?![\p{Script=Latin}\p{N}])/isu;
const LONGEST_LATIN = 255;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{M}]/u;

function isBehindUnspaced(name: string, latin: string): boolean {
  return /^[^.]/.test(latin) && UNSPACED.test(name.charAt(name.length - latin.length - 1));
}

/** As a whole: mail.md does not stand in webmail.md, though it does in 请总结mail.md. */
function standsIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before, behind] = [text.slice(Math.max(0, at - 2), at), text.charAt(at + name.length)];
    const isWithin =
      (/[\p{L}\p{N}]/u.test(behind) && !UNSPACED.test(behind)) ||
      (/[\p{L}\p{N}_.-]$/u.test(before) && !UNSPACED.test(before.slice(-1)));
    if (!isWithin) return true;
  }
  return false;
}

/** The documents that a few words may mean: "the employee handbook" is employee-handbook.md. */
export async function documentsCalled(tenant: ScopedTenant, words: string, look: Look): Promise<NamedDocument[]> {
  const exact = await documentsIn(tenant, words, look);
  if (exact.length > 0) return exact;
  const wanted = wordsOf(words).map(fold);
  // Endings of words change with their case.
  const parts = wordsOf(words)
    .sort((a, b) => b.length - a.length)
    .map((word) => word.slice(0, word.length > 6 ? -2 : undefined));
  const found = await named(tenant, parts.slice(0, MOST.names), look);
  const fitting = found.filter(({ name }) => {
    const own = nameWords(name);
    return isWithin(own, wanted) || isWithin(wanted, own);
  });
  const whole = fitting.filter(({ name }) => isWithin(wanted, nameWords(name)));
  return whole.length > 0 ? whole : fitting;
}

/** The documents that fit, up to `limit`, and how many there are. */
export async function documentsFor(
  tenant: ScopedTenant,
  { filter, limit, signal }: Look & { limit: number },
): Promise<{ documents: NamedDocument[]; total: number }> {
  const { items, totalCount } = await tenant.documents.list({
    filter: { ...filter, status: 'SEARCHABLE' },
    limit,
    after: null,
    signal,
  });
  return { documents: items.map(toNamed), total: totalCount };
}

async function named(
  tenant: ScopedTenant,
  parts: readonly string[],
  { filter, signal }: Look,
): Promise<NamedDocument[]> {
  const pages = await Promise.all(
    [...new Set(parts)].map((nameContains) =>
      tenant.documents.list({ filter: { ...filter, nameContains }, limit: MOST.documents, after: null, signal }),
    ),
  );
  const found = pages.flatMap(({ items }) => items.filter(({ generation }) => generation !== null).map(toNamed));
  return [...new Map(found.map((document) => [document.id, document])).values()];
}

function toNamed({ id, name, collection, visibility, containsPii, createdBy }: DocumentRecord): NamedDocument {
  return { id, name, access: { collection, visibility, containsPii, createdBy } };
}

function wordsOf(text: string): string[] {
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.filter((word) => !ARTICLES.has(fold(word)));
}

function nameWords(name: string): string[] {
  return wordsOf(name.replace(/\.[a-z0-9]{1,5}$/i, '')).map(fold);
}

const ARTICLES = new Set(Object.values(STOP_WORDS).flatMap((words) => [...words]));

/** Whether each of the words is one of the others, but for its ending. */
function isWithin(words: readonly string[], others: readonly string[]): boolean {
  return words.length > 0 && words.every((word) => others.some((other) => isAlike(word, other)));
}

function isAlike(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short === long || (short.length >= 4 && long.length - short.length <= 2 && long.startsWith(short))) return true;
  // "политику" is "политика": another case of it has another ending.
  const stem = short.slice(0, -1);
  return stem.length >= 6 && long.startsWith(stem) && long.length - stem.length <= 2;
}
