import { termsOf } from '../lib/terms.ts';

/**
 * The terms of a question that name something: words with a capital within a sentence, and numbers of two digits or
 * more. Other words have synonyms; these don't. Where capitals tell nothing ("What Is The Policy", "WHAT IS THE
 * POLICY"), only the numbers.
 */
export function namesOf(question: string): string[] {
  const words = Array.from(question.matchAll(WORD), ({ 0: word, index }) => ({
    word,
    terms: termsOf(word),
    isFirst: STARTS_SENTENCE.test(question.slice(Math.max(0, index - 4), index)),
  }));
  // In a question the second word is mostly an auxiliary, which has a capital only where every word has.
  const [, second] = words;
  const isTitle = second?.terms.length === 0 && /^\p{Lu}\p{Ll}/u.test(second.word);
  const tells = !isTitle && question !== question.toUpperCase();
  return [
    ...new Set(
      words.flatMap(({ word, terms, isFirst }) => {
        const isName = tells && !isFirst && /^\p{Lu}/u.test(word);
        return isName || /\d.*\d/.test(word) ? terms : [];
      }),
    ),
  ];
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,-]*/gu;
const STARTS_SENTENCE = /(?:^|[.?!:]\s+)["'“‘(]*$/;
