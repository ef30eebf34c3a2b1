import { type Line, leftOf, mergeRuns, rightOf } from './page-text.ts';

/** In heights of letters: of lines of a paragraph, and of ends that are the same. */
const NEXT = 1.6;
const SAME = 0.5;

/**
 * In narrow columns that are justified, spaces become as wide as gaps between cells: each word stands by itself. Such a line
 * begins and ends where a line of running text above or below it does.
 */
export function joinWideLines(lines: readonly Line[]): readonly Line[] {
  if (!lines.some(isWide)) return lines;
  const joined = [...lines];
  const join = (at: number, beside: Line | undefined) => {
    const line = joined[at];
    if (line && beside && isWide(line) && isText(beside) && areFlush(line, beside)) joined[at] = [mergeRuns(line)];
  };
  for (let at = 0; at < joined.length; at += 1) join(at, joined[at - 1]);
  for (let at = joined.length - 1; at >= 0; at -= 1) join(at, joined[at + 1]);
  return joined;
}

const isWide = (line: Line) => line.length > 1 && line.every(({ text }) => !text.includes(' '));

const isText = ([{ text }, ...more]: Line) => more.length === 0 && text.includes(' ');

function areFlush(a: Line, b: Line): boolean {
  const { size, baseline } = a[0];
  return (
    Math.abs(baseline - b[0].baseline) < NEXT * size &&
    Math.abs(leftOf(a) - leftOf(b)) < SAME * size &&
    Math.abs(rightOf(a) - rightOf(b)) < SAME * size
  );
}
