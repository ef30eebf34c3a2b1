/** Words of our alphabet stand for themselves in the keyword index; every other character becomes `x<hex>x`. */
const FOREIGN = /[^a-wyz0-9]/gu;

/**
 * A term as one token of the keyword index: only the letters a to z and digits, so that no tokenizer takes it apart and
 * nothing in it is syntax. Different terms get different tokens.
 */
export function toToken(term: string): string {
  return term.replace(FOREIGN, (character) => `x${character.codePointAt(0)?.toString(16)}x`);
}

/** A match expression for rows with any of the terms. */
export function matchAny(terms: readonly string[]): string {
  return terms.map((term) => `"${toToken(term)}"`).join(' OR ');
}
