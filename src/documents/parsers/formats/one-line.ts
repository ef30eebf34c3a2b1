/** A text with single blanks. Control characters, which no text needs, are blanks. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** Code without empty lines around it. */
export function withoutMargins(code: string): string {
  return code.trimEnd().replace(/^(?:[^\S\n]*\n)+/, '');
}
