import type { Language } from '../../lib/text/stop-words.ts';

/** A month, by its name or in a date such as 2010-02-25, and its place in the text. */
export interface Month {
  readonly start: number;
  readonly end: number;
  /** 1 to 12; two where 03/04/2010 may be either. */
  readonly values: readonly number[];
  readonly isNumeric: boolean;
}

/** The months of a text. Dates in digits keep their day and year as numbers. */
export function monthsOf(text: string, language: Language): Month[] {
  const names = NAMES[language] ?? NAMES.en;
  const named = Array.from(text.matchAll(WORD)).flatMap(({ 0: word, index }): Month[] => {
    const at = names?.findIndex((name) => name.test(word)) ?? -1;
    // "March on" and "it may" are no months.
    const isCapital = /^\p{Lu}/u.test(word) || language === 'fr' || language === 'es';
    const end = index + word.length;
    const isSure = word.length > 4 || /\d\s*$/.test(text.slice(0, index)) || /^\.?,?\s*\d/.test(text.slice(end));
    return at >= 0 && isCapital && isSure ? [{ start: index, end, values: [at + 1], isNumeric: false }] : [];
  });
  const numeric = Array.from(text.matchAll(DATE)).flatMap((match): Month[] => {
    const [, iso, first = '', second = ''] = match;
    const values = (iso ? [iso] : [second, first]).map(Number).filter((value) => value >= 1 && value <= 12);
    const start = match.index + match[0].indexOf(iso ? `-${iso}-` : second) + (iso ? 1 : 0);
    return values.length > 0 ? [{ start, end: start + 2, values, isNumeric: true }] : [];
  });
  return [...named, ...numeric];
}

const WORD = /\p{L}+/gu;
const DATE = /(?<!\d)(?:\d{4}-(\d\d)-\d\d|(\d{1,2})[./](\d{1,2})[./](?:\d{4}|\d\d))(?!\d)/g;

function named(words: string): RegExp[] {
  return words.split(' ').map((word) => new RegExp(`^(?:${word})$`, 'iu'));
}

const NAMES: Partial<Readonly<Record<Language, readonly RegExp[]>>> = {
  en: named(
    'jan(?:uary)? feb(?:ruary)? mar(?:ch)? apr(?:il)? may june? july? aug(?:ust)? sept?(?:ember)? oct(?:ober)? nov(?:ember)? dec(?:ember)?',
  ),
  de: named(
    'januars?|jänner februars? märz aprils? mai juni juli augusts? septembers? oktobers? novembers? dezembers?',
  ),
  fr: named('janvier février mars avril mai juin juillet août septembre octobre novembre décembre'),
  es: named('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'),
};
