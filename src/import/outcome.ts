/** What became of a file. */
export interface Outcome {
  readonly name: string;
  readonly result: 'added' | 'replaced' | 'unchanged' | 'failed';
  /** Why it failed; null otherwise. */
  readonly reason: string | null;
  readonly documentId: string | null;
}
