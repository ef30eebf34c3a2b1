/** Brackets that models put markers in, each with its end. */
export const MARKER_BRACKETS: Readonly<Record<string, string>> = {
  '[': ']',
  '【': '】',
  '［': '］',
  '〔': '〕',
  '〖': '〗',
};

/** Brackets that hold a marker only where they name what they point at, such as "(passage 2)". */
export const ROUND_BRACKETS: Readonly<Record<string, string>> = { '(': ')', '（': '）' };

/** What tags and control tokens begin with. */
export const TAG_BRACKETS: Readonly<Record<string, string>> = { '<': '>', '＜': '＞', '◁': '▷' };

/**
 * A look-alike for each bracket. What a document holds must not be taken for a marker or a control token, so it reaches
 * a model in these, and comes back from it as it was.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '[': '⟦',
  ']': '⟧',
  '【': '⦗',
  '】': '⦘',
  '［': '⟬',
  '］': '⟭',
  '〔': '❲',
  '〕': '❳',
  '〖': '⦋',
  '〗': '⦌',
  '(': '⟮',
  ')': '⟯',
  '（': '⦅',
  '）': '⦆',
  '<': '⟨',
  '>': '⟩',
  '＜': '⧼',
  '＞': '⧽',
  '◁': '◃',
  '▷': '▹',
};
const ORIGINALS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LOOK_ALIKES).map(([original, alike]) => [alike, original]),
);

/** The same with look-alikes in place of its brackets. */
export function disguise(text: string): string {
  return [...text].map((char) => LOOK_ALIKES[char] ?? char).join('');
}

/** The same with brackets in place of their look-alikes; every character keeps its place. */
export function undisguise(text: string): string {
  return [...text].map((char) => ORIGINALS[char] ?? char).join('');
}
