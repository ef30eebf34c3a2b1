import { createFigures, type Figures } from './figures.ts';
import { createPageNumbers } from './page-numbers.ts';
import { type Line, textOf } from './page-text.ts';

/** Lines at the top and the bottom of a page that may be its running heads and feet. */
const LINES_AT_AN_END = 2;
/** On this share of all pages, and on no fewer than this many, a line is a running head. */
const SHARE = 0.3;
const LEAST_PAGES = 3;
/** The pages of a chapter share one, too, be it only the left ones. */
const PAGES_APART = 2;
/** The same words in larger letters are the title itself. */
const LARGER = 1.3;
/** Letters of a line with a page's number that may be nothing else. */
const LONGEST = 100;

interface Shape {
  /** From 1. */
  readonly pages: number[];
  readonly figures: Figures;
  /** Of the smallest letters that it came in. */
  size: number;
}

/** Finds the lines that pages share at their top or bottom: the title, the chapter, the number of the page. */
export function createRunningHeads() {
  const shapes = new Map<string, Shape>();
  const numbers = createPageNumbers();
  let pageCount = 0;

  /** Tells it of a page. They come in their order. */
  function see(lines: readonly Line[]): void {
    pageCount++;
    const ends = endsOf(lines);
    numbers.see(ends.map(textOf));
    for (const line of ends) {
      const name = shapeOf(line);
      const shape = shapes.get(name) ?? { pages: [], figures: createFigures(), size: Infinity };
      if (shape.pages.at(-1) !== pageCount) shape.pages.push(pageCount);
      shape.figures.see(figuresOf(line), pageCount);
      shape.size = Math.min(shape.size, line[0].size);
      shapes.set(name, shape);
    }
  }

  /** Leaves out a page's running heads, unless there is nothing else on it. */
  function without(lines: readonly Line[], page: number): readonly Line[] {
    const alike = new Set(endsOf(lines).filter((line) => isHead(line, page)));
    const heads = new Set([...alike].filter((line) => !isHeadOfTable(line, lines, alike)));
    return heads.size < lines.length ? lines.filter((line) => !heads.has(line)) : lines;
  }

  function isHead(line: Line, page: number): boolean {
    const text = textOf(line);
    if (text.length < LONGEST && numbers.isOn(text, page)) return true;
    const name = shapeOf(line);
    const shape = shapes.get(name);
    if (!shape || line[0].size > LARGER * shape.size) return false;
    if (!shape.figures.tellNothing(figuresOf(line), page)) return false;
    // Without a number in it, a chapter's first may be its heading.
    const isNumbered = name.includes('#');
    return shape.pages.length >= Math.max(LEAST_PAGES, SHARE * pageCount) || isOfChapter(shape.pages, page, isNumbered);
  }

  return { see, without };
}

/** Whether it is within a row of pages near each other, and not on the first of them where that keeps it. */
function isOfChapter(pages: readonly number[], page: number, withFirst: boolean): boolean {
  let first = pages.indexOf(page);
  let last = first;
  if (first < 0) return false;
  while (isNear(pages[first - 1], pages[first])) first--;
  while (isNear(pages[last], pages[last + 1])) last++;
  return last - first + 1 >= LEAST_PAGES && (withFirst || pages[first] !== page);
}

function isNear(page: number | undefined, next: number | undefined): boolean {
  return page !== undefined && next !== undefined && next - page <= PAGES_APART;
}

/** Whether cells of its own stand below it: a long table names its columns on each page. */
function isHeadOfTable(line: Line, lines: readonly Line[], alike: ReadonlySet<Line>): boolean {
  const isRow = (below: Line) => {
    const distance = line[0].baseline - below[0].baseline;
    return below.length === line.length && distance > 0 && distance < NEXT_ROW * line[0].size && !alike.has(below);
  };
  const stands = (below: Line) =>
    line.every((run, at) => run.left < (below[at]?.right ?? run.left) && run.right > (below[at]?.left ?? run.right));
  return line.length > 1 && lines.some((below) => isRow(below) && stands(below));
}

/** In heights of letters. */
const NEXT_ROW = 3;

/** By height, as files tell feet before the text, too. */
function endsOf(lines: readonly Line[]): Line[] {
  if (lines.length <= 2 * LINES_AT_AN_END) return [...lines];
  const byHeight = lines.toSorted(([a], [b]) => b.baseline - a.baseline);
  return [...byHeight.slice(0, LINES_AT_AN_END), ...byHeight.slice(-LINES_AT_AN_END)];
}

/** What stays the same from page to page. */
function shapeOf(line: Line): string {
  return beginningOf(line).replace(FIGURE, '#');
}

function figuresOf(line: Line): readonly string[] {
  return beginningOf(line).match(FIGURE) ?? [];
}

const beginningOf = (line: Line) => textOf(line).slice(0, LONGEST).toLowerCase();
const FIGURE = /\d+|\b[ivxlc]+\b/g;
