/** A bullet at a line's beginning that is nothing else. */
const BULLET = /^[•◦▪▫●○■□‣⁃∙➢➤►▶✓✔❖◆◇⦁](?:\s+|(?=\p{L}))/u;
/** What may be a list's bullet or number, and may be text: a dash, an asterisk, “3.”, “b)”, “(iv)”. */
const LIKELY = /^(?:[-–—*·]|(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\((?:\d{1,3}|[a-z]|[ivx]{1,5})\))\s+(?=\S)/iu;

/** Initials, and numbers of chapters, which stay with what they are before: “J. Doe”, “IV. Results”. */
const KEPT = /^(?:\p{Lu}|[IVX]{1,5})\.\s+\p{Lu}/u;

/** Whether what a line begins with looks like a number of a list, and belongs to its text. */
export function isKept(text: string): boolean {
  return KEPT.test(text);
}

/** A bullet or number. */
export interface ListMarker {
  readonly length: number;
  /** It can't be a part of a sentence. */
  readonly isCertain: boolean;
}

/** The bullet or number that a line begins with. */
export function findListMarker(text: string): ListMarker | null {
  const bullet = BULLET.exec(text);
  if (bullet) return { length: bullet[0].length, isCertain: true };
  const likely = LIKELY.exec(text);
  return likely ? { length: likely[0].length, isCertain: false } : null;
}

/** Whether nothing but a bullet or number is there. */
export function isListMarker(text: string): boolean {
  return findListMarker(`${text} x`)?.length === text.length + 1;
}
