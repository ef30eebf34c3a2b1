/** What a parser changed, so that a file could be read. */
export type Mending =
  /** It wasn't encoded as UTF-8. */
  | 'ENCODING'
  /** Bytes that belong to no letter became U+FFFD. */
  | 'DAMAGED_BYTES'
  /** NULs were left out. */
  | 'NULS'
  /** The content of data URIs was left out. */
  | 'DATA_URIS';

/** What a document says, as its parser read it. */
export interface ParsedDocument {
  /** The text that all offsets count into. */
  readonly text: string;
  /** Whether `#`, fences and tables in it mean what they mean in Markdown; else it has paragraphs only. */
  readonly markdown: boolean;
  readonly mended: readonly Mending[];
}

/** Reads one kind of file. To support another, write one of these and add it to the list in `parsers.ts`. */
export interface Parser {
  /** The one that documents are listed with. */
  readonly mediaType: string;
  /** Lower case, with the dot. */
  readonly extensions: readonly string[];
  /**
   * Refuses what this parser could not read, before anything of it is stored. `isText`: it came as a text, not as a file.
   * @throws AppError `BAD_INPUT`, for each fault its own sentence, with the file's name
   */
  check(bytes: Uint8Array, options: { name: string; isText: boolean }): void;
  /** Tags that the document itself bears. */
  readTags?(bytes: Uint8Array): readonly string[];
  /** @throws AppError `BAD_INPUT` for what `check` would refuse */
  parse(bytes: Uint8Array, options: { signal?: AbortSignal | undefined }): Promise<ParsedDocument>;
}
