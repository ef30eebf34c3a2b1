/** A word right before a bracket, without a space between. */
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

/** Whether a bracket behind this word is an index, as in `args[1]`, and hardly a marker, as in "25 days[1]". */
export function isNameOfCode({ word, lead }: NameBefore): boolean {
  // LaTeX: \sqrt[3]{8}.
  return lead === '\\' || /^[a-z]$|[_$]|^[a-z]{2,}[A-Z][a-z]{2,}/.test(word) || ABBREVIATIONS.test(word);
}

/** Whether it may be one: the word could stand in code as well as in prose. */
export function isNameInCode(name: NameBefore): boolean {
  return (
    isNameOfCode(name) || /[a-z][A-Z]|\d/.test(name.word) || /[.>:=&@#/\\]/.test(name.lead) || WORDS.test(name.word)
  );
}

/**
 * Whether a bracket behind this text is a value, as in `list = [1, 2]`, `f([1, 2])`, x ∈ [1, 2], or in a formula of
 * LaTeX: $[1, 2]$, x_{[1]}, \begin{array}[2]; or the index of what a key or a call gives: `d["a"][1]`, `m.get(0)[1]`.
 */
export function isValue(text: string): boolean {
  return VALUES.some((pattern) => pattern.test(text));
}

const VALUES = [
  /[^=]=\s*$|[A-Za-z_$][\w$]*\($|(?:∈|\\in)\s*$|(?<![\p{L}\p{N}])\$$/u,
  /_\{$|\\[A-Za-z]+\*?(?:\{[^{}]*\})+$/,
  /[\w$]\[(?:"[^"\]]*"|'[^'\]]*')\]$|[A-Za-z_$]\w*\.\w+\([^()\s]*\)$/,
];

/** What programmers call what they index, and nobody else. */
const ABBREVIATIONS = /^(?:args?|argv|arr|vec|mat|cols?|elems?|vals?|buf|env|params?|opts|dict|obj|tmp|idx)$/i;
const WORDS =
  /^(?:arrays?|lists?|items?|rows?|columns?|cells?|values?|keys?|data|bytes?|lines?|nodes?|tokens?|vectors?|matrix)$/i;
