/** What a store needs to know of the embedder whose vectors it keeps. */
export interface EmbedderStamp {
  readonly id: string;
  readonly dimensions: number;
  /** By what setting it was chosen, so that it can be opened again; absent where that isn't known. */
  readonly setting?: string | null;
}
