/**
 * An Arabic word without its article, the particles before it, and the endings of gender, number and possession: "البطاقة",
 * "بطاقتي", "للبطاقات". The rules are those of Larkey, Ballesteros and Connell's light stemming (2002), with "my" and the
 * like taken off behind the feminine too. Snowball's stemmer takes the first letter of "بطاقة" for a particle.
 */
export function stemArabic(word: string): string {
  const bare = word
    .replace(/[\u064b-\u0652\u0670\u0640]/g, '')
    .replace(/[أإآ]/g, 'ا')
    .replace(/^و(?=\p{L}{3})/u, '')
    .replace(/^(?:[بكف]?ال|لل)(?=\p{L}{2})/u, '');
  const ending = POSSESSED.exec(bare)?.[0] ?? '';
  if (ending !== '') return bare.slice(0, -ending.length);
  return bare
    .replace(/(?<=\p{L}{2})(?:ها|ان|ات|ون|ين)$/u, '')
    .replace(/(?<=\p{L}{2})(?:ي?[هة]|[يى])$|(?<=\p{L}{3})ا$/u, '');
}

/** "my", "your", "his", "her", "our", "their" behind the feminine's ending, which is written ت there. */
const POSSESSED = /(?<=\p{L}{3})ت(?:ي|ك|كم|ه|ها|هم|نا)$/u;
