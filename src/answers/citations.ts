/** Passes an answer's text on as it is generated, with only such markers as point at a passage. */
export interface CitationFilter {
  /** What may be sent now. An opened bracket, and the blanks before it, wait until the marker is resolved. */
  push(text: string): string;
  /** What was still held back. */
  end(): string;
  /** The passages that the text so far cites, by number from 1, in the order in which they first appear. */
  cited(): number[];
}

/**
 * Resolves markers while they stream: [2] passes where there is a second passage, [1, 3] becomes [1][3], and what points
 * nowhere is dropped with the blanks before it. Brackets that hold anything but numbers are text.
 */
export function createCitationFilter(passageCount: number): CitationFilter {
  const cited = new Set<number>();
  let held = '';

  const resolve = (blanks: string, numbers: string): string => {
    const markers = numbersIn(numbers).filter((number) => number >= 1 && number <= passageCount);
    if (markers.length === 0) return '';
    for (const number of markers) cited.add(number);
    return `${blanks}${markers.map((number) => `[${number}]`).join('')}`;
  };

  return {
    push(text) {
      held += text;
      const complete = held.replace(MARKER, (_whole, blanks: string, numbers: string) => resolve(blanks, numbers));
      const from = complete.search(MAY_BECOME_MARKER);
      held = from < 0 ? '' : complete.slice(from);
      return from < 0 ? complete : complete.slice(0, from);
    },
    end() {
      const rest = held;
      held = '';
      return rest;
    },
    cited: () => [...cited],
  };
}

const MAX_MARKER_LENGTH = 40;
const NUMBERS = String.raw`\d[\d\s,;–-]{0,${MAX_MARKER_LENGTH}}`;
const MARKER = new RegExp(String.raw`([ \t]*)\[\s*(${NUMBERS})\]`, 'g');
/** Blanks at the end, or blanks and an opened bracket that holds nothing but numbers so far. */
const MAY_BECOME_MARKER = new RegExp(String.raw`(?:[ \t]+|[ \t]*\[\s*(?:${NUMBERS})?)$`);

/** `1, 3` and `2-4`; a range counts up, and no further than ten. */
function numbersIn(list: string): number[] {
  return list.split(/[,;\s]+/).flatMap((part) => {
    const [from, to] = part.split(/[–-]/).map(Number);
    if (!from || !to || to < from) return from ? [from] : [];
    return Array.from({ length: Math.min(to - from + 1, 10) }, (_, i) => from + i);
  });
}
