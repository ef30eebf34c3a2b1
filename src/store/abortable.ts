/** Ends most signatures that do I/O: the work stops, and the promise rejects, once the signal aborts. */
export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}
