import { stopwords as arabic } from '@orama/stopwords/arabic';
import { stopwords as danish } from '@orama/stopwords/danish';
import { stopwords as dutch } from '@orama/stopwords/dutch';
import { stopwords as finnish } from '@orama/stopwords/finnish';
import { stopwords as french } from '@orama/stopwords/french';
import { stopwords as german } from '@orama/stopwords/german';
import { stopwords as greek } from '@orama/stopwords/greek';
import { stopwords as hindi } from '@orama/stopwords/indian';
import { stopwords as italian } from '@orama/stopwords/italian';
import { stopwords as norwegian } from '@orama/stopwords/norwegian';
import { stopwords as portuguese } from '@orama/stopwords/portuguese';
import { stopwords as russian } from '@orama/stopwords/russian';
import { stopwords as spanish } from '@orama/stopwords/spanish';
import { stopwords as swedish } from '@orama/stopwords/swedish';
import { fold } from './fold.ts';

/** Only their words tell these apart. The others are told by their letters, word by word. */
export const IN_LATIN_LETTERS = [
  'en',
  'de',
  'es',
  'fr',
  'it',
  'pt',
  'nl',
  'da',
  'no',
  'sv',
  'fi',
  'pl',
  'tr',
  'vi',
] as const;

/** The languages whose stop words are known, and the stems of most. */
export type Language = (typeof IN_LATIN_LETTERS)[number] | 'ru' | 'ar' | 'el' | 'he' | 'hi';

const ENGLISH = `
  a about after again all also am an and any are as at be because been before being below between both but by can
  could did do does doing done during each few for from further get gets give given had has have having he her here
  hers herself him himself his how i if in into is it its itself just kind many may me might more most much mr mrs ms
  must my myself no nor not of off on once one only or other our ours ourselves out over own please same shall she
  should so some such tell than that the their theirs them themselves then there these they this those through to too
  under until up upon us use used very was we were what when where which while who whom whose why will with would you
  your yours yourself yourselves`;

/**
 * Articles, pronouns, auxiliaries, prepositions and the words that questions are asked with: they tell nothing apart but the
 * languages. All are folded. The lists of others lack most question words.
 */
export const STOP_WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: listOf([], ENGLISH),
  de: listOf(
    german,
    'wer wen wem wessen wann wohin woher warum wieso weshalb wieviel viel viele welchen gibt bitte seit wurde wurden herr herrn',
  ),
  es: listOf(
    without(
      spanish,
      `hora horas dia dias día días dos tres cuatro cinco seis siete ocho trabajo trabaja trabajan trabajar empleo emplear
      estado estados general lugar tiempo valor parte final fin país pais paìs uso usar ejemplo primer primera primero primeros segunda
      segundo tercera última últimas último últimos hoy ayer tarde temprano mayor mejor peor nueva nuevas nuevo nuevos
      verdad acuerdo informó`,
    ),
    'quien quienes cual cuales cuando cuanto cuanta cuantos cuantas donde como por hay',
  ),
  fr: listOf(
    french,
    `qui quoi quel quelle quels quelles quand comment combien ou pourquoi y lequel laquelle lesquels plus les sont peut si
    entre tout tous toute toutes`,
  ),
  it: listOf(italian, 'che chi cosa quale quali quando quanto quanta quanti quante dove come perche'),
  pt: listOf(portuguese, 'que quem qual quais quando quanto quanta quantos quantas onde como por porque'),
  nl: listOf(dutch, 'wie wat welke welk wanneer waar waarom hoe hoeveel'),
  da: listOf(danish, 'hvem hvad hvilken hvilket hvilke hvornar hvor hvorfor hvordan mange'),
  no: listOf(norwegian, 'hvem hva hvilken hvilket hvilke nar hvor hvorfor hvordan mange'),
  sv: listOf(swedish, 'vem vad vilken vilket vilka nar var varfor hur manga'),
  fi: listOf(finnish, 'kuka mika mitka milloin missa miksi miten kuinka monta paljonko'),
  // None that folded is a word of English, since these tell the languages apart.
  pl: listOf(
    [],
    `kto co kiedy gdzie ile jak jaki jaka jakie jakich który która które których dlaczego czy jest są był była było być mają
    z ze na od przez przy dla oraz ale lub albo nie się tego tej tym jego jej ich że pana panu panem pani panią państwo`,
  ),
  tr: listOf(
    [],
    `kim kimdir nedir neden niçin nasıl nerede nereye hangi kaç kaçtır mi mı mu mü bu şu bir ve veya ile için çok daha gibi
    kadar olan olarak var yok her ama ancak değil`,
  ),
  vi: listOf([], 'gì nào đâu nhiêu lâu sao của được với không những các trong này thì'),
  ru: listOf(
    without(russian, 'человек жизнь два три раз сегодня'),
    'кто какой какая какое какие когда сколько где куда откуда почему чей',
  ),
  ar: listOf(
    without(
      arabic,
      `يوم اليوم ايام سنة سنوات عام عاما صباح مساء زيارة مليون مليار وكالة واحد ثلاثة اربعة عشر عشرة الف شخصا ايار
      الاول الاولى الثاني الثانية صفر قوة نهاية الامم للامم لقاء اعادة الوقت اخرى`,
    ),
    'من ما ماذا متى أين كيف كم لماذا هل أي',
  ),
  el: listOf(
    greek,
    'τι ποιος ποια ποιο ποιες ποιων ποσο ποση ποσα ποσες ποσοι ποτε που πως γιατι ειναι εχει εχω εχουν του της των τον την στο στη στον στην στα στις ενα μια ενας',
  ),
  he: listOf(
    [],
    `של את על עם הוא היא הם הן זה זו אני אתה אתם לא כן גם או אבל כי אם יש אין היה הייתה היו להיות מה מי מתי איפה היכן איך למה מדוע כמה האם
    אפשר ניתן צריך כל רק עוד כבר אז לי לך לו לה לנו לכם להם בין אחרי לפני עד מן אל אשר איזה איזו אילו`,
  ),
  hi: listOf(
    hindi,
    `क्या कौन कब कहाँ कैसे कितना कितनी कितने किस किसने किसका क्यों का की के को से में पर है हैं था थी थे हो और या तो ही भी यह वह ये वे
    जा जाता जाती जाते सकता सकती सकते रहा रही रहे लिए मुझे मैं हम आप`,
  ),
};

/** Single consonants are abbreviations, or what is left of an elision: they tell of no language. */
function listOf(words: readonly string[], more: string): ReadonlySet<string> {
  return new Set(
    [...words, ...more.trim().split(/\s+/)].map(fold).filter((word) => !/^[b-df-hj-np-tv-xz]$/.test(word)),
  );
}

/** A library's list without words that tell something: numbers, times and others. */
function without(words: readonly string[], telling: string): string[] {
  const kept = new Set(telling.split(/\s+/));
  return words.filter((word) => !kept.has(word));
}
