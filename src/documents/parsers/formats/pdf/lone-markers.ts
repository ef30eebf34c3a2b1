import { isListMarker } from './list-marker.ts';
import { type Line, leftOf, mergeRuns } from './page-text.ts';

/** In heights of letters: how far a bullet may stand before its text. */
const FURTHEST = 5;

/**
 * Some programs draw the bullets and numbers of a page behind all of its text: they come back to the lines that they stand
 * before.
 */
export function joinLoneMarkers(lines: readonly Line[]): readonly Line[] {
  const markers = lines.filter((line) => line.length === 1 && isListMarker(line[0].text));
  if (markers.length === 0) return lines;
  const markerOf = new Map<Line, Line>();
  for (const marker of markers) {
    const line = lines.find((other) => !markerOf.has(other) && standsBefore(marker, other));
    if (line) markerOf.set(line, marker);
  }
  const used = new Set(markerOf.values());
  return lines.filter((line) => !used.has(line)).map((line) => withMarker(line, markerOf.get(line)));
}

function standsBefore([marker]: Line, line: Line): boolean {
  const gap = leftOf(line) - marker.right;
  return gap > 0 && gap < FURTHEST * line[0].size && Math.abs(line[0].baseline - marker.baseline) < line[0].size / 2;
}

function withMarker(line: Line, marker: Line | undefined): Line {
  if (!marker) return line;
  const [first, ...more] = line;
  return [mergeRuns([marker[0], first]), ...more];
}
