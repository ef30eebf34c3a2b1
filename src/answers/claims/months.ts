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
  const named = Array.from(text.matchAll(isWrittenSmall(language) ? WORD : CAPITALIZED)).flatMap(
    ({ 0: word, index }): Month[] => {
      const value = names?.get(word.toLowerCase());
      if (value === undefined) return [];
      // "It may" is no month.
      const end = index + word.length;
      const isSure =
        language !== 'en' ||
        word.length > 4 ||
        /\d\.?\s*$/.test(text.slice(0, index)) ||
        /^\.?,?\s*\d/.test(text.slice(end));
      return isSure ? [{ start: index, end, values: [value], isNumeric: false }] : [];
    },
  );
  const numeric = Array.from(text.matchAll(DATE)).flatMap((match): Month[] => {
    const [, iso, first, second] = match;
    const values = (iso ? [iso] : [second, first]).map(Number).filter((value) => value >= 1 && value <= 12);
    const [start, end] = match.indices?.[iso ? 1 : 3] ?? [match.index, match.index];
    return values.length > 0 ? [{ start, end, values, isNumeric: true }] : [];
  });
  return [...named, ...numeric];
}

function isWrittenSmall(language: Language): boolean {
  return language === 'fr' || language === 'es';
}

const WORD = /\p{L}+/gu;
const CAPITALIZED = /(?<!\p{L})\p{Lu}\p{L}+/gu;
const DATE = /(?<!\d)(?:\d{4}-(\d\d)-\d\d|(\d{1,2})[./](\d{1,2})[./](?:\d{4}|\d\d))(?!\d)/dg;

function listed(words: string): ReadonlyMap<string, number> {
  const months = words.split(' ').map((names, at) => names.split('/').map((name): [string, number] => [name, at + 1]));
  return new Map(months.flat());
}

const NAMES: Partial<Readonly<Record<Language, ReadonlyMap<string, number>>>> = {
  en: listed(
    'january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct november/nov december/dec',
  ),
  de: listed(
    'januar/januars/jänner februar/februars märz april/aprils mai juni juli august/augusts september/septembers oktober/oktobers november/novembers dezember/dezembers',
  ),
  fr: listed('janvier février mars avril mai juin juillet août septembre octobre novembre décembre'),
  es: listed('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'),
};
