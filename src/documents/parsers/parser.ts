/** What a file says: its text, as offsets count it, and how to read its structure. */
export interface ParsedDocument {
  readonly text: string;
  /** Markdown has headings, fenced code and tables; plain text has paragraphs only. */
  readonly syntax: 'plain' | 'markdown';
}

/** Reads one kind of file. To support another, write one of these and add it to the list in `registry.ts`. */
export interface Parser {
  /** The first is the one that documents are listed with; the others are synonyms. */
  readonly mediaTypes: readonly [string, ...string[]];
  /** Lower case, with the dot. */
  readonly extensions: readonly string[];
  /**
   * What the door refuses, stored by nobody: bytes that this parser could not read.
   * @throws AppError `BAD_INPUT`, a sentence that names the file
   */
  check(bytes: Uint8Array, name: string): void;
  /** @throws AppError `BAD_INPUT` where `check` would */
  parse(bytes: Uint8Array): ParsedDocument;
}
