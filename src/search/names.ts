import { termsOf } from '../lib/terms.ts';

/**
 * The terms of a question that name something: words with a capital within a sentence, and numbers of two digits or
 * more. Other words have synonyms; these don't. Where capitals tell nothing, as in a title ("What Is The Policy"),
 * only the numbers.
 */
export function namesOf(question: string): string[] {
  const words = Array.from(question.matchAll(WORD), ({ 0: word, index }) => ({
    word,
    terms: termsOf(word),
    isCapitalized: /^\p{Lu}/u.test(word) && !STARTS_SENTENCE.test(question.slice(Math.max(0, index - 4), index)),
    isNumber: /\d.*\d/.test(word),
  }));
  const isTitle = words.some(
    ({ word, terms, isCapitalized }) => isCapitalized && LIKE_IS.test(word) && terms.length === 0,
  );
  const names = words.filter(({ isCapitalized, isNumber }) => isNumber || (isCapitalized && !isTitle));
  return [...new Set(names.flatMap(({ terms }) => terms))];
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,-]*/gu;
/** A stop word with a capital, but not “I” or “US”. */
const LIKE_IS = /^\p{Lu}\p{Ll}/u;
const STARTS_SENTENCE = /(?:^|[.?!:]\s+)["'“‘(]*$/;
