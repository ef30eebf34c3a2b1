/** BSON holds UTF-8, which has no lone surrogates; the character that announces an escape is escaped too. */
const UNSTORABLE = /[\p{Surrogate}\ufff9]/gu;
const ESCAPED = /\ufff9([0-9a-f]{4})/g;

/** A text as it is stored: any text comes back as it was, and nearly all are stored as they are. */
export function toStored(text: string): string {
  return text.replace(UNSTORABLE, (unit) => `\ufff9${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The text that `toStored` was given. */
export function fromStored(stored: string): string {
  return stored.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A name as it is compared, whatever the case of its letters. */
export function toFolded(name: string): string {
  return toStored(name.toLowerCase());
}
