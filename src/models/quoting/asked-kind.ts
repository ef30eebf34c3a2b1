/**
 * Tells whether a text holds a thing of the kind that a question asks for, where its words say so: a number ("how many",
 * "wie lange") or a time ("when", "welches Jahr"). One that stands in the question is not it. Never where no such kind is
 * asked for.
 */
export function kindAskedBy(question: string): (text: string) => boolean {
  if (!ASKS_NUMBER.test(question)) return () => false;
  const known = new Set(numbersIn(question));
  return (text) =>
    numbersIn(text).some((number) => !known.has(number)) || (known.size === 0 && NUMBER_WORDS.test(text));
}

function numbersIn(text: string): string[] {
  return text.match(/\p{Nd}+(?:[.,:]\p{Nd}+)*/gu) ?? [];
}

const ASKS_NUMBER = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:${[
    'how (?:many|much|long|old|far|often|big|large|high|tall|fast|deep|wide|heavy|late|early|soon)|when',
    '(?:what|which) (?:percent|percentage|number|amount|proportion|share|fraction|year|date|day|month|century|decade|time)',
    'wie ?(?:viele?|lange?|alt|oft|groß|hoch|weit|schnell|schwer|tief|breit|spät|früh)|wann|(?:welche[mnrs]?|welche) (?:jahr|datum|tag|monat|jahrhundert|prozentsatz|anzahl)',
    'combien|quand|quel(?:le)? (?:année|date|jour|mois|siècle|pourcentage|nombre)',
    'cu[aá]nt[oa]s?|cu[aá]ndo|qu[eé] (?:año|fecha|día|mes|siglo|porcentaje|número)',
    'quant[oaie]s?|quando|(?:che|quale|em que|que) (?:anno|data|giorno|mese|secolo|ano|dia|mês|século)',
    'hoeveel|wanneer|welk jaar|сколько|когда|каком году|كم|متى',
  ].join(
    '|',
  )})(?![\\p{L}\\p{M}])|多少|几(?:个|年|天|次|岁)|什么时候|何(?:时|年|时候|人|日|時|個|歳)|哪一?年|いつ|いくつ|いくら|กี่|เท่าไร|เมื่อไ[รห]|ปีใด|ปีไหน`,
  'iu',
);

/** Larger numbers are written in digits. Not one, which is an article in most languages. */
const NUMBER_WORDS = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:${[
    'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|half|twice|third|quarter',
    'zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|hundert|tausend|hälfte|drittel|viertel',
    'deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|cent|mille|moitié|tiers',
    'dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|cien|mil|mitad|tercio',
  ].join('|')})(?![\\p{L}\\p{M}])`,
  'iu',
);
