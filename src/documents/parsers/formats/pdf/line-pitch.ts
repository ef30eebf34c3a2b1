import type { Line } from './page-text.ts';

/** Where nothing tells, lines are at most so far apart, in heights of letters. */
const USUAL = 1.25;
const LEAST_PAIRS = 5;
/** Enough where all are the same: a letter has few lines. */
const LEAST_SAME = 2;
const SENTENCE_END = /[.!?:;…]["'”’»)\]]*$/;

/** Finds how far the lines of a paragraph are apart in a document: those are surely of one, of which the second begins in lower case. */
export function createLinePitch() {
  const pairs = new Map<number, number>();
  let count = 0;

  function see(lines: readonly Line[]): void {
    for (let at = 1; at < lines.length; at++) {
      const [above, below] = [lines[at - 1]?.at(-1), lines[at]?.[0]];
      if (!above || !below || !/^\p{Ll}/u.test(below.text) || SENTENCE_END.test(above.text)) continue;
      const pitch = Math.round((20 * (above.baseline - below.baseline)) / below.size) / 20;
      if (pitch < 0.5 || pitch > 4) continue;
      pairs.set(pitch, (pairs.get(pitch) ?? 0) + 1);
      count++;
    }
  }

  /** In heights of letters. */
  function judge(): number {
    const [only] = pairs.keys();
    if (count < LEAST_PAIRS) return pairs.size === 1 && count >= LEAST_SAME ? (only ?? USUAL) : USUAL;
    let seen = 0;
    for (const [pitch, times] of [...pairs].sort(([a], [b]) => a - b)) {
      seen += times;
      if (seen >= count / 2) return pitch;
    }
    return USUAL;
  }

  return { see, judge };
}
