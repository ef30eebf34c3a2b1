/** A piece of a document, as the reader of its format found it. Its text is trimmed, with single spaces, and never empty. */
export type ParsedBlock = {
  /** From 1, in documents that have pages, slides or chapters. */
  readonly page?: number;
  /** Where it goes on on other pages, in order; absent where it ends on the one that it begins on. */
  readonly pageBreaks?: readonly PageBreak[];
} & (
  | {
      readonly kind: 'heading';
      /** From 1, or 0 for the document's title. */
      readonly level: number;
      readonly text: string;
    }
  | { readonly kind: 'paragraph'; readonly text: string }
  | {
      readonly kind: 'list-item';
      /** From 1. */
      readonly level: number;
      /** Without its bullet or number. */
      readonly text: string;
    }
  | {
      readonly kind: 'table-row';
      /** Empty ones included, those at the end left out. */
      readonly cells: readonly string[];
      /** The names of the table's columns, in rows below its head; null in the head, and where there is none. */
      readonly columns: readonly string[] | null;
    }
  /** Line breaks and spaces are kept. */
  | { readonly kind: 'code'; readonly text: string }
);

/** Where a block goes on on another page. */
export interface PageBreak {
  readonly page: number;
  /** Of the first word there: an offset into the block's text. */
  readonly at: number;
}

/** What a reader tells: the blocks in the order of reading, and before the first of them how many pages there are. */
export type ParsedPart = ParsedBlock | PageCount | PageSeen;

interface PageCount {
  readonly kind: 'pages';
  readonly count: number;
}

/** A page was gone through, which took long. What stands on it may be told later. */
interface PageSeen {
  readonly kind: 'page-seen';
  readonly page: number;
}

/** What stands in the document, not what is said of it. */
export function isBlock(part: ParsedPart): part is ParsedBlock {
  return part.kind !== 'pages' && part.kind !== 'page-seen';
}

/**
 * Reads the files of one format. It believes nothing that a file says of itself: it runs in a process of its own, which
 * is ended when it takes too long, too much memory, or tells too much.
 *
 * @throws Unreadable for what it can't or won't read
 */
export type FormatReader = (bytes: Uint8Array) => AsyncIterable<ParsedPart>;
