/** Words of our alphabet stand for themselves; every other character becomes `x<hex>x`. */
const FOREIGN = /[^a-wyz0-9]/gu;
const ENCODED = /x([0-9a-f]*)x/g;

/**
 * A term as one token of a text index: a `k`, then only letters a to z and digits, so that no tokenizer takes it apart,
 * takes it for a number or for an operator. Different terms get different tokens.
 */
export function toToken(term: string): string {
  return `k${term.replace(FOREIGN, (character) => `x${character.codePointAt(0)?.toString(16)}x`)}`;
}

/** The terms as they are stored and indexed: as one text of tokens. */
export function toTokens(terms: readonly string[]): string {
  return terms.map(toToken).join(' ');
}

/** The terms that `toTokens` was given. */
export function fromTokens(tokens: string): string[] {
  if (tokens === '') return [];
  return tokens
    .split(' ')
    .map((token) =>
      token.slice(1).replace(ENCODED, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
    );
}
