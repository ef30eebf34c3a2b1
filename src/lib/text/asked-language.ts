import { isReadBy, languageOf, latinShare } from './language.ts';
import type { Language } from './stop-words.ts';

/** Languages that a question can be told to be in, to be answered in it. */
export type AskedLanguage = Language | 'uk' | 'fa' | 'zh' | 'zh-Hant' | 'ja' | 'ko' | 'th';

/** The language that a question is in, by its letters and its stop words; English where nothing tells. */
export function askedLanguage(question: string): AskedLanguage {
  const letters = BY_LETTERS.find(({ telling }) => telling.test(question));
  if (letters && latinShare(question) < 0.5) return letters.language;
  return isReadBy({ language: 'en' }, question) ? 'en' : languageOf(question);
}

/** Some letters of a language that no other one before it in the list has. */
const BY_LETTERS: readonly { readonly telling: RegExp; readonly language: AskedLanguage }[] = [
  { telling: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, language: 'ja' },
  { telling: /\p{Script=Hangul}/u, language: 'ko' },
  // Traditional forms of letters that most questions hold some of.
  { telling: /[這個嗎麼們為國時會來對過還沒說與關幾誰請問裡後間樣應從將讓給員]/, language: 'zh-Hant' },
  { telling: /\p{Script=Han}/u, language: 'zh' },
  { telling: /\p{Script=Thai}/u, language: 'th' },
  { telling: /[іїєґ]/iu, language: 'uk' },
  { telling: /\p{Script=Cyrillic}/u, language: 'ru' },
  { telling: /[پچژگ]/u, language: 'fa' },
  { telling: /\p{Script=Arabic}/u, language: 'ar' },
  { telling: /\p{Script=Hebrew}/u, language: 'he' },
  { telling: /\p{Script=Greek}/u, language: 'el' },
  { telling: /\p{Script=Devanagari}/u, language: 'hi' },
];
