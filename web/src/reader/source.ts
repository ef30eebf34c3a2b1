import type { Span } from './cuts.ts';

/** A passage of a document, and what of it bears claims out. */
export interface Source {
  readonly passage: {
    readonly id: string;
    readonly documentId: string;
    readonly documentName: string;
    readonly text: string;
    readonly headings: readonly string[];
    readonly start: number;
    readonly end: number;
    readonly page: number | null;
    /** Whether the document still says so. */
    readonly current: boolean;
  };
  readonly evidence: readonly Span[];
}
