/** A part of a text, and where it begins there. */
export interface Clause {
  readonly start: number;
  readonly text: string;
}

/** The parts of a sentence between commas and conjunctions. */
export function clausesOf(text: string): Clause[] {
  return cut(text, BORDERS);
}

/** Its parts that say things beside one another; what depends on one is a part of it. */
export function mainClausesOf(text: string): Clause[] {
  return cut(text, BESIDE);
}

const BORDERS =
  /(?<!\d),|,(?!\d)|[;:()–—]+|\s(?:but|and|or|although|though|while|whereas|because|which|who|und|oder|aber|obwohl|während|weil|et|ou|mais|bien que|y|o|pero|aunque)\s/giu;
const CONJUNCTION =
  '(?:but|and|or|while|whereas|und|oder|aber|sondern|während|et|ou|mais|tandis que|y|e|o|pero|mientras que)';
/** Between two capitals a conjunction may join two names. */
const BESIDE = new RegExp(`;|(?<!\\p{Lu}[\\p{L}\\p{M}]*)\\s${CONJUNCTION}\\s|\\s${CONJUNCTION}\\s(?!\\p{Lu})`, 'gu');

function cut(text: string, borders: RegExp): Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  const add = (end: number) => {
    const clause = text.slice(start, end);
    if (/[\p{L}\p{N}]/u.test(clause)) clauses.push({ start, text: clause });
  };
  for (const { 0: border, index } of text.matchAll(borders)) {
    add(index);
    start = index + border.length;
  }
  add(text.length);
  return clauses;
}
