import type { Span } from './cuts.ts';

/** A place in a document, as an address names it. */
export interface Place extends Span {
  /** On which it begins; null in a document without pages. */
  readonly page: number | null;
}

/** The address of a place in a document. */
export function addressOfPlace(documentId: string, { start, end, page }: Place): string {
  return `/documents/${documentId}?at=${start}-${end}${page === null ? '' : `&page=${page}`}`;
}

/** The address of the beginning of a page. */
export function addressOfPage(documentId: string, page: number): string {
  return `/documents/${documentId}?page=${page}`;
}

/** The page that the query of an address names; null for none. */
export function pageIn(query: string): number | null {
  const page = /^[1-9]\d{0,5}$/.exec(new URLSearchParams(query).get('page') ?? '');
  return page && Number(page[0]);
}

/** The place that the query of an address names; null for none. */
export function placeIn(query: string): Place | null {
  const named = new URLSearchParams(query);
  const [, start, end] = /^(\d{1,9})-(\d{1,9})$/.exec(named.get('at') ?? '') ?? [];
  if (start === undefined || end === undefined || Number(start) >= Number(end)) return null;
  return { start: Number(start), end: Number(end), page: pageIn(query) };
}
