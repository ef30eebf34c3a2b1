/** Leaves out what can't be seen, unless it changes how its neighbours look; lines are joined by spaces. */
export function withoutInvisible(text: string): string {
  return text
    .replace(WHITESPACE, (run) => (LINE_BREAK.test(run) ? ' ' : run))
    .replace(INVISIBLE, '$1')
    .trim();
}

/** A whole run at once: an expression for a break with what is around it would read all of a run from each of its spaces. */
const WHITESPACE = /[\s\u0085]+/g;
const LINE_BREAK = /[\t\n\v\f\r\u0085\u2028\u2029]/;

const SHAPING = [
  // Joiners in scripts that join, such as those of Persian and Hindi.
  /(?<=[\p{L}\p{M}])(?<![\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hani}])\p{Join_Control}/u,
  // Joiners in emoji.
  /(?<=[\p{ExtPict}\p{EMod}]\ufe0f?)\u200d(?=\p{ExtPict})/u,
  // Variations of a character.
  /(?<=[\p{L}\p{M}\p{N}\p{P}\p{S}])(?<!\p{VS})\p{VS}/u,
  // The tags of a flag.
  /(?<=\u{1f3f4}[\u{e0020}-\u{e007e}]{0,8})[\u{e0020}-\u{e007f}]/u,
];
/** Control characters, line breaks, half surrogate pairs, and all that Unicode calls ignorable, such as what turns the direction. */
const IGNORABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{DI}]/u;
const INVISIBLE = new RegExp(`(${SHAPING.map(({ source }) => source).join('|')})|${IGNORABLE.source}`, 'gu');
