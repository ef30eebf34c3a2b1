/** Two lines may be anything. */
const FEWEST = 3;

/**
 * Whether the lines of a paragraph were ended by whoever wrote it, as in notes and addresses: most could have held the first
 * word of the next one, and sentences end with all of them or with none. Where a text was wrapped at a width, hardly any could.
 */
export function isHardLined(paragraph: string): boolean {
  const lines = paragraph.split('\n').map((line) => line.trim());
  if (lines.length < FEWEST) return false;
  const ending = lines.slice(0, -1).filter((line) => /[.!?]["')\]*_]*$/.test(line));
  if (ending.length > 0 && ending.length < lines.length - 1) return false;
  const width = Math.max(...lines.map(({ length }) => length));
  const breaks = lines.slice(1).map((next, at) => {
    const [word = ''] = next.split(/\s/, 1);
    return (lines[at]?.length ?? 0) + 1 + word.length <= width;
  });
  return breaks.filter((isHard) => isHard).length >= breaks.length / 2;
}
