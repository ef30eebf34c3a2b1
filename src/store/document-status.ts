/** The states of a document. One that is `SEARCHABLE` stays so while a new version is ingested. */
export const DOCUMENT_STATUSES = ['PENDING', 'PROCESSING', 'SEARCHABLE', 'FAILED', 'CANCELLED'] as const;

/** One of `DOCUMENT_STATUSES`. */
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

/** The stages of a document's ingestion, in order. */
export const INGESTION_STAGES = ['WAITING', 'PARSING', 'CHUNKING', 'EMBEDDING', 'WRITING', 'DONE'] as const;

/** One of `INGESTION_STAGES`. */
export type IngestionStage = (typeof INGESTION_STAGES)[number];

/** How far a document's ingestion has come. */
export interface IngestionProgress {
  readonly stage: IngestionStage;
  readonly pagesParsed: number;
  /** Null until the parser has reported it, and for documents without pages. */
  readonly pagesTotal: number | null;
  readonly chunksEmbedded: number;
  /** Null until the text is cut into chunks. */
  readonly chunksTotal: number | null;
}

/** The progress of a document that waits. */
export const NO_PROGRESS: IngestionProgress = {
  stage: 'WAITING',
  pagesParsed: 0,
  pagesTotal: null,
  chunksEmbedded: 0,
  chunksTotal: null,
};

/** The progress of a document that is searchable. */
export function allDone({
  chunkCount,
  pageCount,
}: {
  chunkCount: number;
  pageCount: number | null;
}): IngestionProgress {
  return {
    stage: 'DONE',
    pagesParsed: pageCount ?? 0,
    pagesTotal: pageCount,
    chunksEmbedded: chunkCount,
    chunksTotal: chunkCount,
  };
}

/** Whether a document's ingestion is unfinished: one that is searchable may be getting a new version. */
export function isUnfinished({ status, progress }: { status: DocumentStatus; progress: IngestionProgress }): boolean {
  return status === 'PENDING' || status === 'PROCESSING' || (status === 'SEARCHABLE' && progress.stage !== 'DONE');
}
