/** The last place after whitespace in the second half of a stretch of text; where there is none, its end. */
export function wordBorder(text: string, { start, end }: { start: number; end: number }): number {
  for (let at = end; at > start + (end - start) / 2; at -= 1) {
    if (/\s/.test(text.charAt(at - 1))) return at;
  }
  return characterBorder(text, end);
}

/** A place in a text, or the one before it where that is within a surrogate pair. */
export function characterBorder(text: string, at: number): number {
  const isWithinPair = /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at));
  return isWithinPair ? at - 1 : at;
}
