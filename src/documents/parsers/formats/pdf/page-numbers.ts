/** On this share of all pages, and on no fewer than this many, a number must count them. */
const SHARE = 0.3;
const LEAST_PAGES = 3;

/** Finds which of the numbers at the ends of lines count the pages: a book's page 31 may be the file's 43rd. */
export function createPageNumbers() {
  const pagesOf = new Map<number, number>();
  let pageCount = 0;

  /** Tells it of the lines at a page's top and bottom. Pages come in their order. */
  function see(texts: readonly string[]): void {
    pageCount++;
    for (const offset of new Set(texts.flatMap((text) => numbersOf(text)).map((number) => number - pageCount))) {
      pagesOf.set(offset, (pagesOf.get(offset) ?? 0) + 1);
    }
  }

  /** Whether such a line holds the number of its page. */
  function isOn(text: string, page: number): boolean {
    const least = Math.max(LEAST_PAGES, SHARE * pageCount);
    return numbersOf(text).some((number) => (pagesOf.get(number - page) ?? 0) >= least);
  }

  return { see, isOn };
}

/** What a line begins and ends with, if these are numbers. */
function numbersOf(text: string): number[] {
  return [/^\D?\s?(\d{1,5})(?=\s|$)/, /(?:^|\s)(\d{1,5})\s?\D?$/].flatMap((place) => {
    const number = place.exec(text)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}
