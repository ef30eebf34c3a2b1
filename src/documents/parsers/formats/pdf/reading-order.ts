import { type Line, MOST_LINES, type Run } from './page-text.ts';

/** A page was written across its columns if so many of its lines hold two pieces of prose beside each other. */
const LEAST_LINES = 5;
const LEAST_SHARE = 0.3;
/** A gutter is where few of the runs cross, and there is prose on both sides. */
const MOST_CROSSING = 0.25;
const LEAST_PROSE = 3;
/** Letters of a piece of prose; what is shorter may be a cell. */
const PROSE_LETTERS = 20;
/** In prose so many lines go on with a sentence; the cells of a table don't. */
const GOING_ON = 0.25;

/**
 * The lines in the order of reading. PDFium keeps the order in which the file draws them, which is mostly right, and better
 * than what can be guessed from their places. Where lines were drawn across columns, the columns come one after the other.
 */
export function inReadingOrder(lines: readonly Line[]): readonly Line[] {
  if (lines.length > MOST_LINES) return lines;
  const across = lines.filter((line) => line.filter(isProse).length > 1);
  if (across.length < Math.max(LEAST_LINES, LEAST_SHARE * lines.length)) return lines;
  const prose = across.flat().filter(isProse);
  if (prose.filter((run) => GOES_ON.test(run.text)).length < GOING_ON * prose.length) return lines;
  const gutter = findGutter(lines.flat(), across);
  return gutter === null ? lines : readColumns(lines, gutter);
}

const isProse = (run: Run) => run.text.length > PROSE_LETTERS;
/** Begins in lower case, or in a script that has none. */
const GOES_ON = /^["'“‘(]?[\p{Ll}\p{Lo}]/u;

/** Between two pieces of prose, where the fewest runs are cut. */
function findGutter(runs: readonly Run[], across: readonly Line[]): number | null {
  const candidates = across.flatMap((line) => {
    const prose = line.filter(isProse).toSorted((a, b) => a.left - b.left);
    return prose.slice(1).map((run, index) => ((prose[index]?.right ?? run.left) + run.left) / 2);
  });
  let best: { readonly x: number; readonly crossing: number } | null = null;
  for (const x of new Set(candidates.map(Math.round))) {
    const crossing = runs.filter((run) => crosses(run, x)).length;
    if (!best || crossing < best.crossing) best = { x, crossing };
  }
  return best && best.crossing <= MOST_CROSSING * runs.length && hasProseBeside(runs, best.x) ? best.x : null;
}

const crosses = (run: Run, x: number) => run.left < x && run.right > x;

function hasProseBeside(runs: readonly Run[], x: number): boolean {
  const left = runs.filter((run) => isProse(run) && run.right <= x).map((run) => run.baseline);
  const right = runs.filter((run) => isProse(run) && run.left >= x).map((run) => run.baseline);
  const overlap = Math.min(Math.max(...left), Math.max(...right)) - Math.max(Math.min(...left), Math.min(...right));
  return left.length >= LEAST_PROSE && right.length >= LEAST_PROSE && overlap > 0;
}

/** The left column, then the right one, between the lines that go across both. Either may hold columns of its own. */
function readColumns(lines: readonly Line[], gutter: number): Line[] {
  const ordered: Line[] = [];
  let left: Line[] = [];
  let right: Line[] = [];
  const endColumns = () => {
    ordered.push(...inReadingOrder(left), ...inReadingOrder(right));
    left = [];
    right = [];
  };
  for (const line of lines) {
    if (line.some((run) => crosses(run, gutter))) {
      endColumns();
      ordered.push(line);
      continue;
    }
    const [first, ...more] = line.filter((run) => run.right <= gutter);
    if (first) left.push([first, ...more]);
    const [other, ...others] = line.filter((run) => run.right > gutter);
    if (other) right.push([other, ...others]);
  }
  endColumns();
  return ordered;
}
