/** Of tesseract.js, which is no dependency: what is used of it. */
export interface Tesseract {
  createWorker(language: string, engine: number, options: object): Promise<TesseractWorker>;
}

interface TesseractWorker {
  FS(method: 'writeFile', args: readonly [path: string, content: Uint8Array]): Promise<unknown>;
  reinitialize(language: string, engine: number, config: Readonly<Record<string, string>>): Promise<unknown>;
  recognize(image: Uint8Array, options: object, output: object): Promise<{ readonly data: RecognizedPage }>;
  terminate(): Promise<unknown>;
}

interface RecognizedPage {
  readonly blocks: readonly { readonly paragraphs: readonly { readonly lines: readonly RecognizedLine[] }[] }[] | null;
}

/** A line that was recognized. Places are pixels, y grows downwards. */
export interface RecognizedLine {
  readonly words: readonly RecognizedWord[];
  /** A slanted line has two heights. */
  readonly baseline: { readonly y0: number; readonly y1: number };
  readonly rowAttributes: { readonly rowHeight: number };
}

/** A word of a line, in pixels of the page's picture. */
export interface RecognizedWord {
  readonly text: string;
  /** From 0 to 100. */
  readonly confidence: number;
  readonly bbox: { readonly x0: number; readonly x1: number };
}
