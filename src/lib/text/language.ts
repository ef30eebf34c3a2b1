import { fold } from './fold.ts';
import { tellingLightWords } from './light-words.ts';
import { IN_LATIN_LETTERS, type Language, STOP_WORDS } from './stop-words.ts';

/**
 * The language that a text's Latin letters are in, by its stop words; English where nothing tells.
 *
 * @param likely gets a head start of two words: the language of the document that the text is a part of
 */
export function languageOf(text: string, likely?: Language): Language {
  const counts = withLetters(countsOf(text), text);
  if (likely) counts.set(likely, (counts.get(likely) ?? 0) + 2);
  return ranked(counts)[0]?.[0] ?? 'en';
}

/**
 * The languages that a question may be in, the likeliest first: one where its stop words tell, several where they hardly do
 * ("Was" is English, German and Dutch), all where it has none.
 */
export function languagesOf(question: string): readonly Language[] {
  const counts = ranked(withLetters(countsOf(question), question));
  const most = counts[0]?.[1] ?? 0;
  if (most === 0) return IN_LATIN_LETTERS;
  if (most > 1) return counts.filter(([, count]) => count > most / 2).map(([language]) => language);
  return [...new Set<Language>([...counts.map(([language]) => language), 'en'])];
}

/**
 * Whether a question may be in English: most of its letters are Latin, and its stop words are English as likely as not, or
 * it has none that tells, and no other letters.
 */
function mayBeEnglish(question: string): boolean {
  const latin = latinShare(question);
  const telling = countsOf(question.replace(IN_ENGLISH_NAMES, ' '));
  if (telling.size === 0) return latin === 1 && !BEYOND_WESTERN_EUROPE.test(question);
  const counts = countsOf(question);
  const english = (counts.get('en') ?? 0) + (telling.get('en') ?? 0);
  const most = Math.max(...[...counts].map(([language, count]) => count + (telling.get(language) ?? 0)));
  return latin >= 0.5 && english > most / 2;
}

/** Letters of Polish, Turkish, Vietnamese and others. */
const BEYOND_WESTERN_EUROPE = /[\u0100-\u024f\u1ea0-\u1eff]/;

/** The share of a text's letters that are Latin; 1 where it has no letters. */
export function latinShare(text: string): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters === 0 ? 1 : latin / letters;
}

/** Stop words of others that count half, as they stand in English names and terms too: "rate per day", "Los Angeles", "die casting". */
const IN_ENGLISH_NAMES =
  /\b(?:al|d[aeiou]|del|de[nr]|die|el|en|et|la|las|l[eo]|les|los|per|pro|são|van|von)(?!\p{L})/giu;

/** Whether a model makes anything of a text: one that reads English alone of what may be English, others of all. */
export function isReadBy({ language }: { readonly language?: 'en' }, text: string): boolean {
  return language === undefined || mayBeEnglish(text);
}

/** Each stop word counts once, for the languages that it is one of, the less the more these are. Only Spanish begins with ¿ and ¡. */
function countsOf(text: string): Map<Language, number> {
  const counts = new Map<Language, number>(/[¿¡]/.test(text) ? [['es', 2]] : []);
  for (const word of new Set(fold(text).match(/\p{Script=Latin}+/gu))) {
    const languages = LANGUAGES_OF.get(word) ?? [];
    for (const language of languages) counts.set(language, (counts.get(language) ?? 0) + 1 / languages.length);
  }
  return counts;
}

/** Letters with marks tell less than words: names take them into other languages. */
function withLetters(counts: Map<Language, number>, text: string): Map<Language, number> {
  const composed = text.normalize('NFC');
  for (const { letters, languages } of TELLING_LETTERS) {
    if (!letters.test(composed)) continue;
    for (const language of languages) counts.set(language, (counts.get(language) ?? 0) + 0.5 / languages.length);
  }
  return counts;
}

const TELLING_LETTERS: readonly { readonly letters: RegExp; readonly languages: readonly Language[] }[] = [
  { letters: /ß/, languages: ['de'] },
  { letters: /ä/iu, languages: ['de', 'sv', 'fi'] },
  { letters: /ü/iu, languages: ['de', 'tr'] },
  { letters: /ñ/iu, languages: ['es'] },
  { letters: /[ãõ]/iu, languages: ['pt'] },
  { letters: /ç/iu, languages: ['pt', 'fr', 'tr'] },
  { letters: /[êèœ]/iu, languages: ['fr'] },
  { letters: /[ğış]/u, languages: ['tr'] },
  { letters: /[łąęśźżćń]/iu, languages: ['pl'] },
  { letters: /å/iu, languages: ['sv', 'da', 'no'] },
  { letters: /[øæ]/iu, languages: ['da', 'no'] },
  { letters: /[ăđơưạ-ỹ]/iu, languages: ['vi'] },
];

function ranked(counts: ReadonlyMap<Language, number>): [Language, number][] {
  return [...counts].sort(([, a], [, b]) => b - a);
}

const TELLING = new Map(
  IN_LATIN_LETTERS.map((language) => [language, new Set([...STOP_WORDS[language], ...tellingLightWords(language)])]),
);

const LANGUAGES_OF: ReadonlyMap<string, readonly Language[]> = new Map(
  [...TELLING.values()]
    .flatMap((words) => [...words])
    .map((word) => [word, IN_LATIN_LETTERS.filter((language) => TELLING.get(language)?.has(word))]),
);
