/**
 * A Polish word without its endings of case, person and tense, and without the marks of soft consonants that they bring
 * along: "wniosek", "wniosku", "wnioskami"; "zamówić", "zamówienie", "zamówieniach". Light, after the example of Dolamic
 * and Savoy's stemmers: what is left need be no root, only the same for most forms of a word.
 */
export function stemPolish(word: string): string {
  if (DAY.test(word)) return 'dni';
  const derived = word.replace(DERIVED, '');
  const bare = derived === word ? word.replace(ENDINGS, '') : derived;
  return bare
    .replace(/(?<=\p{L}{3})i$/u, '')
    .replace(/(?<=\p{L}{2})e([kc])$/u, '$1')
    .replace(/(?<=\p{L}{2})rz$/u, 'r');
}

/** No rule makes "dni" of "dzień", and many questions ask for days. */
const DAY = /^(?:dzień|dni(?:a|u|em|ach|ami|om)?)$/u;

/** Of nouns made from verbs and adjectives, of infinitives and participles. The longest that leaves enough of the word. */
const DERIVED =
  /(?<=^\p{L}{3,})(?:[ae]ni(?:ami|ach|om|em|a|e|u)|(?<=\p{L}{4})[ae]ń|ości(?:ami|ach|om|ą)?|ość|owa(?:ć|ł[aoy]?|li|n[aeyą]|ny(?:ch|m|mi)|ne(?:go|mu|j))|[aeiy]ć|[aiy]ł[aoy]?|[aiy]li)$/u;

const ENDINGS =
  /(?<=^\p{L}{3,})(?:i?ami|i?ach|i?om|i?em|i?ego|i?emu|i?ej|[yi]mi|[yi]ch|[yi]m|owi|owie|ów|uje(?:my|cie|sz)?|ują|[aei]my|[aei]cie|[aei]sz|ają|i?[ąęeua]|[oyi])$/u;
