import type { Gap, Line, Run } from './page-text.ts';

/** Fewer rows may share a gap by chance. */
const LEAST_ROWS = 3;
/** In heights of letters: what is left of a gap that all rows share. */
const NARROWEST = 0.3;

/** The words of a row's narrow columns came as one run. Those that belong together meet in their column again. */
export function splitAtGaps(run: Run, gaps = run.gaps): [Run, ...Run[]] {
  const pieces: Run[] = [];
  let rest = run;
  for (const gap of gaps.toReversed()) {
    const begin = gap.at + 1;
    const behind = rest.gaps.filter(({ at }) => at >= begin).map((other) => ({ ...other, at: other.at - begin }));
    pieces.unshift({ ...rest, text: rest.text.slice(begin), left: gap.right, gaps: behind });
    const before = rest.gaps.filter(({ at }) => at < gap.at);
    rest = { ...rest, text: rest.text.slice(0, gap.at), right: gap.left, gaps: before };
  }
  return [rest, ...pieces];
}

/** Narrow columns whose cells came as one run in all of the rows: where each has a gap at the same place, cells end. */
export function splitAtSharedGaps(lines: readonly Line[]): readonly Line[] {
  const count = Math.max(...lines.map((line) => line.length));
  const full = lines.filter((line) => line.length === count);
  const [first] = full;
  if (!first || full.length < LEAST_ROWS) return lines;
  const shared = first.flatMap((run) => run.gaps).filter((gap) => isShared(gap, full));
  if (shared.length === 0) return lines;
  const meets = ({ left, right }: Gap) => shared.some((gap) => left < gap.right && right > gap.left);
  return lines.map((line) => {
    const [run, ...more] = line;
    const split = (whole: Run) => splitAtGaps(whole, whole.gaps.filter(meets));
    return line.length === count ? [...split(run), ...more.flatMap(split)] : line;
  });
}

function isShared({ left, right }: Gap, lines: readonly Line[]): boolean {
  let common = { left, right };
  for (const line of lines) {
    const gap = line.flatMap((run) => run.gaps).find((other) => other.left < common.right && other.right > common.left);
    if (!gap) return false;
    common = { left: Math.max(common.left, gap.left), right: Math.min(common.right, gap.right) };
    if (common.right - common.left < NARROWEST * line[0].size) return false;
  }
  return true;
}
