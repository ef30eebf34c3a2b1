/** A word right before a bracket, without a blank between. */
export interface NameBefore {
  readonly word: string;
  /** What stands right before the word. */
  readonly lead: string;
}

/** The word of Latin letters, digits, `_` and `$` that a text ends with. */
export function nameBefore(text: string): NameBefore | null {
  const found = /(^|[^\w$])([A-Za-z_$][\w$]*)$/.exec(text);
  return found && { lead: found[1] ?? '', word: found[2] ?? '' };
}

/**
 * Whether a bracket behind a word is an index, as in `args[1]`, and no marker, as in "25 days[1]": by the look of the
 * word, or as it has had an index before (`indexed`). An index may be 0, a marker is not.
 */
export function isIndex(
  { word, lead }: NameBefore,
  { numbers, indexed }: { numbers: readonly number[]; indexed: ReadonlySet<string> },
): boolean {
  if (numbers.includes(0) || indexed.has(word)) return true;
  return NAMES.test(word) || /[_$\d]|[a-z][A-Z]/.test(word) || /[.>:=&@#/\\]/.test(lead);
}

/** Whether a bracket behind this text is a value, as in `list = [1, 2]`. */
export function isValue(text: string): boolean {
  return /[^=]=\s*$/.test(text);
}

/** What programmers call what they index. */
const NAMES =
  /^(?:args?|argv|arr|arrays?|list|vec|vector|mat|matrix|rows?|cols?|elems?|vals?|buf|env|params?|opts|dict|obj|tmp|idx|foo|bar|baz|[a-z])$/i;
