/**
 * Gives a text on that comes in pieces, cut anywhere, in whole characters: the half of one that a piece ends with waits
 * for the other half. A half that stays alone becomes U+FFFD, as it has no UTF-8.
 */
export function createWholeCharacters(): (piece: string) => string {
  let half = '';
  return (piece) => {
    const text = half + piece;
    half = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
    return text.slice(0, text.length - half.length).replace(/\p{Surrogate}/gu, '\uFFFD');
  };
}
