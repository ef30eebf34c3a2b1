import { stemmer } from 'stemmer';

/**
 * What two texts are compared by: the stems of their words, in order, with repetitions.
 * Words are runs of letters and digits of any script; case, compatibility forms and accents don't count ("Zürich" is
 * "zurich"); `'s` and other contractions are taken off, "1,190" is one number. English stop words are left out. Stems
 * are Porter's (An algorithm for suffix stripping, 1980).
 */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const [word] of fold(text).matchAll(WORD)) {
    const term = termOf(word);
    if (term !== null) terms.push(term);
  }
  return terms;
}

/** A letter may be followed by an apostrophe and more letters; digits by a comma and exactly three more digits. */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+|,\d{3}(?![\p{L}\p{N}]))*/gu;
const CONTRACTION = /['’](?:s|re|ve|ll|d|m)$/;
const NEGATION = /n['’]t$/;
const PUNCTUATION = /['’,]/g;
const ENGLISH = /^[a-z]+$/;

/** Base64, hashes and the like: what is longer is cut, and only the beginning counts. */
const LONGEST_TERM = 64;

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase();
}

function termOf(word: string): string | null {
  if (NEGATION.test(word)) return null;
  const bare = word.replace(CONTRACTION, '').replace(PUNCTUATION, '');
  if (STOP_WORDS.has(bare)) return null;
  if (bare.length > LONGEST_TERM) return bare.slice(0, LONGEST_TERM);
  return ENGLISH.test(bare) ? stemmer(bare) : bare;
}

/** Articles, pronouns, auxiliaries, prepositions and the words that questions are asked with: they tell nothing apart. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about after again all also am an and any are as at be because been before being below between both but by can
  could did do does doing done during each few for from further get gets give given had has have having he her here hers
  herself him himself his how i if in into is it its itself just kind many may me might more most much must my myself no
  nor not of off on once one only or other our ours ourselves out over own please same shall she should so some such tell
  than that the their theirs them themselves then there these they this those through to too under until up upon us use
  used very was we were what when where which while who whom whose why will with would you your yours yourself
  yourselves`.split(/\s+/),
);
