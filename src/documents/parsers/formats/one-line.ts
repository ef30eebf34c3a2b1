/** A text with single spaces. Control characters, which no text needs, are spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** Code without empty lines around it. */
export function withoutMargins(code: string): string {
  return code.trimEnd().replace(/^(?:[^\S\n]*\n)+/, '');
}
