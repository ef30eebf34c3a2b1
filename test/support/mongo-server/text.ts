import type { Collection } from './collection.ts';
import { CommandError } from './errors.ts';
import type { IndexSpec } from './index-spec.ts';
import type { Profile } from './profile.ts';
import { type Doc, isDoc, valueAt } from './values.ts';

/** The score of a document for a `$text` search, null where it doesn't match. */
export type TextScorer = (doc: Doc) => number | null;

/**
 * Compiles `$text` with the search language's syntax: words are alternatives, `"phrases"` are required, `-words` are
 * excluded. `filter` is the rest of the query.
 *
 * @throws CommandError 27 without a text index, 291 when a compound one's leading fields aren't given
 */
export function compileText(text: Doc, filter: Doc, collection: Collection, profile: Profile): TextScorer {
  const index = [...collection.indexes.values()].find(({ spec }) => spec.kind === 'text')?.spec;
  if (!index) throw noTextIndex(profile);
  if (profile !== 'documentdb') checkPrefix(index, filter);
  const paths = Object.keys(index.key).filter((path) => index.key[path] === 'text');
  const { words, phrases, excluded } = parseSearch(String(text['$search'] ?? ''));

  return (doc) => {
    const fields = paths.map((path) => textOf(valueAt(doc, path)));
    const tokens = fields.map(tokenize);
    if (excluded.some((word) => tokens.some((field) => field.includes(word)))) return null;
    if (!phrases.every((phrase) => fields.some((field) => field.toLowerCase().includes(phrase)))) return null;
    let score = 0;
    for (const field of tokens) {
      for (const word of words)
        score += wordScore(field.filter((token) => token === word).length, field.length, profile);
    }
    return score > 0 ? score : null;
  };
}

function wordScore(count: number, length: number, profile: Profile): number {
  if (count === 0 || profile === 'documentdb') return count;
  let frequency = 0;
  for (let i = 0; i < count; i++) frequency += 2 ** -i;
  return frequency * (0.5 + (0.5 * count) / length);
}

function parseSearch(search: string): { words: Set<string>; phrases: string[]; excluded: string[] } {
  const phrases = [...search.matchAll(/"([^"]*)"/g)].map(([, phrase = '']) => phrase.toLowerCase());
  const parts = search.replaceAll('"', ' ').split(/\s+/);
  const excluded = parts.filter((part) => part.startsWith('-')).flatMap(tokenize);
  const words = new Set(parts.filter((part) => !part.startsWith('-')).flatMap(tokenize));
  return { words, phrases, excluded };
}

function tokenize(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function textOf(value: unknown): string {
  return [value]
    .flat()
    .filter((part) => typeof part === 'string')
    .join(' ');
}

function checkPrefix(index: IndexSpec, filter: Doc): void {
  for (const [path, kind] of Object.entries(index.key)) {
    if (kind === 'text') return;
    const condition = filter[path];
    const isEquality = condition !== undefined && (!isDoc(condition) || '$eq' in condition);
    if (isEquality) continue;
    throw new CommandError(
      291,
      'error processing query: planner returned error :: caused by :: failed to use text index to satisfy $text query (if text index is compound, are equality predicates given for all prefix fields?)',
    );
  }
}

function noTextIndex(profile: Profile): CommandError {
  return new CommandError(
    27,
    profile === 'documentdb'
      ? 'A text index is necessary to perform a $text query.'
      : 'text index required for $text query',
  );
}
