import type { OriginalBytes } from '../../store/documents.ts';
import type { BlockText } from './block-text.ts';
import type { FileSample } from './file-sample.ts';

/** What a parser changed, so that a file could be read. */
export type Mending =
  /** It wasn't encoded as UTF-8. */
  | 'ENCODING'
  /** Bytes that belong to no letter became U+FFFD. */
  | 'DAMAGED_BYTES'
  /** NULs were left out. */
  | 'NULS'
  /** The content of data URIs was left out. */
  | 'DATA_URIS'
  /** Its pages are pictures, and its text was recognized in them. */
  | 'RECOGNIZED';

/** What a document says, as its parser read it. */
export interface ParsedDocument extends BlockText {
  /** Null where it has no pages. */
  readonly pageCount: number | null;
  readonly mended: readonly Mending[];
}

/** How far a parser has come. */
export interface PageProgress {
  readonly parsed: number;
  readonly total: number;
}

/** Tags and a date that a document itself bears. */
export interface OwnMetadata {
  readonly tags: readonly string[];
  readonly date: Date | null;
}

/** Checks and reads one kind of file. Formats of their own processes have a `FormatReader`, of which `parsers.ts` makes one of these. */
export interface Parser {
  /** The one that documents are listed with. */
  readonly mediaType: string;
  /** Lower case, with the dot. */
  readonly extensions: readonly string[];
  /**
   * Refuses what this parser could not read, before anything of it is stored. `isText`: it came as a text, not as a file.
   * @throws AppError `BAD_INPUT`, for each fault its own sentence, with the file's name
   */
  check(sample: FileSample, options: { name: string; isText: boolean }): void;
  /** What the document says of itself. */
  readMetadata?(beginning: Uint8Array): OwnMetadata;
  /** @throws AppError `BAD_INPUT` for what `check` would refuse, and for what shows only when the file is read */
  parse(original: OriginalBytes, options: ParseOptions): Promise<ParsedDocument>;
}

/** What parsing takes, and how it reports progress. */
export interface ParseOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called for formats that have pages. */
  readonly onPage?: ((progress: PageProgress) => void) | undefined;
  /** In which languages the text of pages that are pictures is recognized; null where they are refused. */
  readonly ocrLanguages?: readonly string[] | null | undefined;
}
