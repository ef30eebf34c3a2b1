import type { Language } from '../../lib/text/stop-words.ts';

/** A word that says a number, or multiplies the one before it: "hundred", "millions". */
export type NumberWord =
  | { readonly type: 'value'; readonly value: number; readonly isOrdinal: boolean }
  | { readonly type: 'scale'; readonly value: number; readonly isPlural: boolean };

/** Reads a word in small letters, in English, German, French or Spanish. */
export function readNumberWord(word: string, language: Language): NumberWord | null {
  if (word.length > LONGEST) return null;
  const scale = SCALES.get(word);
  if (scale !== undefined && word.length > 2) {
    return { type: 'scale', value: scale, isPlural: /(?:s|nen|den)$/.test(word) };
  }
  const value = VALUES[language]?.get(word) ?? (language === 'de' ? germanValue(word) : undefined);
  if (value !== undefined) return { type: 'value', value, isOrdinal: false };
  const ordinal = ordinalValue(word, language);
  return ordinal === undefined ? null : { type: 'value', value: ordinal, isOrdinal: true };
}

/** No number that anybody writes in a word is longer. */
const LONGEST = 60;

/** What a word or abbreviation behind digits multiplies them by: "million" of "17.8 million", "m" of "£30m". */
export function scaleOf(word: string): number | undefined {
  return SCALES.get(word.toLowerCase());
}

/** One value for each word, counted up from the first; spellings of the same are parted by a slash. */
function counted(words: string, { from = 0, step = 1 } = {}): [string, number][] {
  return words
    .trim()
    .split(/\s+/)
    .flatMap((spellings, at) => spellings.split('/').map((word): [string, number] => [word, from + at * step]));
}

function same(value: number, words: string): [string, number][] {
  return words.split(' ').map((word) => [word, value]);
}

const SCALES: ReadonlyMap<string, number> = new Map([
  ...same(100, 'hundred hundreds hundert cent cents cien ciento cientos'),
  ...same(1e3, 'thousand thousands tausend mille mil k'),
  ...same(1e6, 'million millions millionen mio mn millón millones m'),
  ...same(1e9, 'billion billions bn milliarde milliarden mrd milliard milliards'),
  ...same(1e12, 'trillion trillions tn'),
]);

const GERMAN = new Map([
  ...counted('null ein/eins/eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'),
  ...counted('dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn', { from: 13 }),
  ...counted('zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig', { from: 20, step: 10 }),
]);

const VALUES: Partial<Readonly<Record<Language, ReadonlyMap<string, number>>>> = {
  en: new Map([
    ...counted(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
      seventeen eighteen nineteen`),
    ...counted('twenty thirty forty fifty sixty seventy eighty ninety', { from: 20, step: 10 }),
    ['dozen', 12],
  ]),
  de: GERMAN,
  fr: new Map([
    ...counted(`zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize`),
    ...counted('vingt trente quarante cinquante soixante', { from: 20, step: 10 }),
    ...same(80, 'quatre-vingt quatre-vingts'),
  ]),
  es: new Map([
    ...counted(`cero un/uno/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis
      diecisiete dieciocho diecinueve veinte veintiuno/veintiún veintidós veintitrés veinticuatro veinticinco veintiséis
      veintisiete veintiocho veintinueve`),
    ...counted('treinta cuarenta cincuenta sesenta setenta ochenta noventa', { from: 30, step: 10 }),
    ...counted('doscientos trescientos cuatrocientos quinientos seiscientos', { from: 200, step: 100 }),
    ...counted('setecientos ochocientos novecientos', { from: 700, step: 100 }),
  ]),
};

const ORDINALS: Partial<Readonly<Record<Language, ReadonlyMap<string, number>>>> = {
  en: new Map([
    ...counted(
      `first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
      fifteenth sixteenth seventeenth eighteenth nineteenth`,
      { from: 1 },
    ),
    ...counted('twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth', { from: 20, step: 10 }),
    ['hundredth', 100],
  ]),
  de: new Map(counted('erst zweit dritt viert fünft sechst siebt acht neunt', { from: 1 })),
  fr: new Map([...counted('premier/première second/seconde', { from: 1 }), ['cinqu', 5], ['neuv', 9]]),
  es: new Map(
    counted('primer/primero/primera segundo/segunda tercer/tercero/tercera cuarto/cuarta quinto/quinta', { from: 1 }),
  ),
};

function ordinalValue(word: string, language: Language): number | undefined {
  const known = ORDINALS[language];
  if (language === 'de') {
    const bare = /^(.+?)(?:s?te)[nrms]?$/.exec(word)?.[1] ?? '';
    return known?.get(/^(.+)e[nrms]?$/.exec(word)?.[1] ?? '') ?? germanValue(bare);
  }
  if (language !== 'fr' || known?.has(word)) return known?.get(word);
  const bare = /^(.+)ièmes?$/.exec(word)?.[1] ?? '';
  return known?.get(bare) ?? VALUES.fr?.get(bare) ?? VALUES.fr?.get(`${bare}e`);
}

/** Numbers that are one word: "fünfundzwanzig", "zweihundertvierzig", "dreitausend". */
function germanValue(word: string): number | undefined {
  const known = GERMAN.get(word);
  if (known !== undefined) return known;
  for (const [scale, value] of [
    ['tausend', 1000],
    ['hundert', 100],
  ] as const) {
    const at = word.indexOf(scale);
    if (at < 0) continue;
    const times = at === 0 ? 1 : germanValue(word.slice(0, at));
    const rest = word.slice(at + scale.length).replace(/^und/, '');
    const added = rest === '' ? 0 : germanValue(rest);
    return times === undefined || added === undefined ? undefined : times * value + added;
  }
  const [, unit = '', tens = ''] = /^(.+?)und(.+)$/.exec(word) ?? [];
  const [left, right] = [GERMAN.get(unit), GERMAN.get(tens)];
  return left === undefined || right === undefined ? undefined : left + right;
}
