/**
 * Whether a text is none but a binary file, by its control characters other than tab, line breaks, form feed, and escape
 * (coloured logs). NULs in a row are one damage.
 */
export function isBinary(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const controls = text.match(/\0+|(?!\s|\x1b)\p{Cc}/gu)?.length ?? 0;
  return controls > Math.max(MOST_CONTROLS.always, MOST_CONTROLS.share * text.length);
}

/** Logs and converted papers hold a stray control character here and there; binary files are full of them. */
const MOST_CONTROLS = { share: 0.02, always: 3 } as const;
