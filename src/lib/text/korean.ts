/**
 * A word of a Korean question without its particle or the ending that asks: "노트북은" is "노트북", "가능합니까" is "가능".
 * Documents hold other ones. What is left has two syllables at least, or particles could not be told from letters of names.
 */
export function withoutKoreanEnding(word: string): string {
  return word.replace(ENDING, '').replace(PARTICLE, '');
}

const ENDING =
  /(?<=^\p{Script=Hangul}{2,})(?:[합입됩습]니[까다]|[하되]?(?:인가|는가|은가|나|까|가)요|(?:이에|예|해|돼|어|아|여|세)요|(?:하|되)?(?:으?려)?면)$/u;
const PARTICLE =
  /(?<=^\p{Script=Hangul}{2,})(?:에서는?|에게서?|에는|으로|부터|까지|마다|보다|처럼|이나|[은는이가을를에의도로와과만])$/u;
