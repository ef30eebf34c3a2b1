import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as greek } from '@orama/stemmers/greek';
import { stemmer as hindi } from '@orama/stemmers/indian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { stemmer as porter } from 'stemmer';
import { createCache } from '../cache.ts';
import { stemArabic } from './arabic.ts';
import { fold } from './fold.ts';
import { stemHebrew } from './hebrew.ts';
import { stemPolish } from './polish.ts';
import type { Language } from './stop-words.ts';

/**
 * A word's stem, folded. Stemmers look at accents, so they go first. English stems are Porter's (An algorithm for suffix
 * stripping, 1980), the others those of the Snowball project.
 */
export function stemOf(word: string, language: Language): string {
  if (word.length > LONGEST_KEPT) return findStem(word, language);
  const known = stems.get(word);
  const ofWord = known ?? {};
  if (!known) stems.set(word, ofWord);
  ofWord[language] ??= findStem(word, language);
  return ofWord[language];
}

/** By word, as a question may be looked for in eleven languages, and few words make up most of all texts. */
const stems = createCache<string, Partial<Record<Language, string>>>(20_000);

/** V8 cuts longer ones out of their text without a copy, so that a word that is kept would keep all of its text. */
const LONGEST_KEPT = 12;

function findStem(word: string, language: Language): string {
  const lower = word.normalize('NFC').toLowerCase();
  return fold(LETTERS_ONLY.test(lower) ? STEMMERS[language](lower) : lower);
}

const LETTERS_ONLY = /^[\p{L}\p{M}]+$/u;

const STEMMERS: Readonly<Record<Language, (word: string) => string>> = {
  en: (word) => porter(fold(word)),
  de: german,
  es: spanish,
  fr: french,
  it: italian,
  pt: portuguese,
  nl: dutch,
  da: danish,
  no: norwegian,
  sv: swedish,
  fi: finnish,
  pl: stemPolish,
  tr: turkish,
  vi: (word) => word,
  ru: russian,
  ar: stemArabic,
  el: (word) => greek(fold(word)),
  he: stemHebrew,
  hi: hindi,
};
