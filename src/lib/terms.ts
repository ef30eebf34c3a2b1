import { ASKING_WORDS, withoutPartNames } from './text/asking-words.ts';
import { fold } from './text/fold.ts';
import { withoutFunctionWords } from './text/function-words.ts';
import { gramsOf, runsOf } from './text/grams.ts';
import { HEBREW, withoutPrefixes } from './text/hebrew.ts';
import { withoutKoreanEnding } from './text/korean.ts';
import { languageOf, languagesOf } from './text/language.ts';
import { isLightWord } from './text/light-words.ts';
import { simplified } from './text/simplified.ts';
import { otherSpellings } from './text/spellings.ts';
import { stemOf } from './text/stems.ts';
import { type Language, STOP_WORDS } from './text/stop-words.ts';
import { DOTTED_NUMBERS, type Word, wordsOf } from './text/words.ts';

/**
 * What two texts are compared by: the stems of their words, folded, in order, with repetitions; of scripts without spaces
 * the n-grams, and of Chinese the letters, so that a question of one letter finds them. `'s` and other contractions and
 * articles are taken off. Stop words are left out, unless there is nothing else.
 *
 * @param language of the text's Latin letters
 */
export function termsOf(text: string, language: Language = languageOf(text)): string[] {
  return formsOf(text, [language], { isQuestion: false }).map(({ forms: [form] }) => form);
}

/** The terms of a text, and which are names or numbers: they begin with a capital inside it, or hold a digit. */
export function namedTermsOf(text: string, language: Language = languageOf(text)): { term: string; isName: boolean }[] {
  return formsOf(text, [language], { isQuestion: false }).map(({ forms: [term], isName }) => ({ term, isName }));
}

/** What is looked for. */
export interface QuestionTerms {
  /** Each once. */
  readonly terms: readonly string[];
  /** For each term the word of the question that it is a form of, from 0. */
  readonly wordOf: readonly number[];
  readonly wordCount: number;
  /**
   * Of each word, where words alone decide: names and numbers, which are the same in most languages, count half as much
   * again; words that questions are made with, which documents lack, less.
   */
  readonly weights: readonly number[];
}

/**
 * The terms of a question. Where its words don't tell its language, a word has a form for each that it may be in, of which a
 * passage needs to hold only one. Stop words are those of the likeliest.
 */
export function questionTerms(question: string): QuestionTerms {
  const wordOf = new Map<string, number>();
  const weights: number[] = [];
  for (const { forms, isName, isLight } of formsOf(withoutPartNames(question), languagesOf(question), {
    isQuestion: true,
  })) {
    const known = forms.find((form) => wordOf.has(form));
    const place =
      known === undefined ? weights.push(isName ? NAME : isLight ? LIGHT : 1) - 1 : (wordOf.get(known) ?? 0);
    for (const form of forms) if (!wordOf.has(form)) wordOf.set(form, place);
  }
  return { terms: [...wordOf.keys()], wordOf: [...wordOf.values()], wordCount: weights.length, weights };
}

const NAME = 1.5;
const LIGHT = 0.4;

/** A word's stems in each language that it may be in, each once. */
interface Stemmed {
  readonly forms: readonly [string, ...string[]];
  readonly isName: boolean;
  /** Of a question's words. */
  readonly isLight?: boolean;
}

interface Options {
  /** Chinese letters count by themselves too in a text; function words of East Asia and `ASKING_WORDS` don't in a question. */
  readonly isQuestion: boolean;
}

function formsOf(text: string, languages: readonly Language[], options: Options): Stemmed[] {
  const words = wordsOf(text);
  const forms = words.flatMap((word) => formsOfWord(word, languages, { ...options, withStopWords: false }));
  if (forms.length > 0) return forms;
  return words.flatMap((word) => formsOfWord(word, languages, { ...options, withStopWords: true }));
}

function formsOfWord(
  { text, isName, isCapitalized }: Word,
  latin: readonly Language[],
  { isQuestion, withStopWords }: Options & { readonly withStopWords: boolean },
): Stemmed[] {
  // Asked for by all of its numbers, found by some of them too.
  if (DOTTED_NUMBERS.test(text)) {
    const parts = isQuestion ? [] : text.split('.');
    return [text, ...parts].map((form) => ({ forms: [form], isName: true }));
  }
  return runsOf(text).flatMap(({ text: run, n }): Stemmed[] => {
    if (n !== null) {
      const letters = !isQuestion && run.length > 1 ? (run.match(/\p{Script=Han}/gu) ?? []) : [];
      const pieces = isQuestion && n === 2 && !withStopWords ? withoutFunctionWords(withoutKoreanEnding(run)) : [run];
      return [...pieces.flatMap((piece) => gramsOf(fold(piece), n)), ...letters].map((gram) => {
        const plain = simplified(gram);
        // As it is written too, as documents were read before they met in their simple forms.
        return { forms: isQuestion && plain !== gram ? [plain, gram] : [plain], isName: false };
      });
    }
    const languages = BY_LETTERS.find(({ letters }) => letters.test(run))?.languages ?? latin;
    const bare = bareOf(run, languages).slice(0, LONGEST_TERM);
    const folded = fold(bare);
    if (folded === '') return [];
    if (!withStopWords && !isName && languages[0] && STOP_WORDS[languages[0]].has(folded)) return [];
    if (!withStopWords && isQuestion && ASKING_WORDS.has(folded)) return [];
    const stems = (spelling: string, inAny: readonly Language[]) => inAny.map((language) => stemOf(spelling, language));
    // Names are asked for in other languages too.
    const others = isQuestion ? otherSpellings(bare).flatMap((each) => stems(each, [...languages, 'de'])) : [];
    const [first, ...further] = new Set([...stems(bare, languages), ...others]);
    // German capitalizes every noun.
    const isNamed = isName || DIGIT.test(run) || (isCapitalized && languages[0] !== 'de');
    const prefixed = HEBREW.test(first ?? '') ? withoutPrefixes(first ?? '') : [];
    // A passage holds what it says with and without them; a question asks for any.
    const more = isQuestion ? [] : prefixed.map((form): Stemmed => ({ forms: [form], isName: isNamed }));
    const isLight = isQuestion && isLightWord(bare, languages);
    return first
      ? [{ forms: [first, ...further, ...(isQuestion ? prefixed : [])], isName: isNamed, isLight }, ...more]
      : [];
  });
}

/** Languages that the letters tell. */
const BY_LETTERS: readonly { readonly letters: RegExp; readonly languages: readonly Language[] }[] = [
  { letters: /\p{Script=Cyrillic}/u, languages: ['ru'] },
  { letters: /\p{Script=Arabic}/u, languages: ['ar'] },
  { letters: /\p{Script=Greek}/u, languages: ['el'] },
  { letters: HEBREW, languages: ['he'] },
  { letters: /\p{Script=Devanagari}/u, languages: ['hi'] },
];
const DIGIT = /\p{N}/u;

/** Base64, hashes and the like: what is longer is cut, and only the beginning counts. */
const LONGEST_TERM = 64;

/** Without what is no part of the word itself: nothing of "don't", "team" of "team's", "accord" of "d'accord". */
function bareOf(word: string, languages: readonly Language[]): string {
  if (!/['’,.]/.test(word)) return word;
  if (/n['’]t$/i.test(word)) return '';
  const whole = languages.includes('fr') || languages.includes('it') ? word.replace(ELISION, '') : word;
  return whole.replace(/['’](?:s|re|ve|ll|d|m)$/i, '').replace(/['’,.]/g, '');
}

/** The articles and pronouns of French and Italian that lose their vowel. */
const ELISION =
  /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|un|gl|[aes]|(?:de|da|a|ne|su)ll|quest|com|cos)['’](?=\p{L})/iu;
