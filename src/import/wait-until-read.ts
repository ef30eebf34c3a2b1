import { setTimeout as pause } from 'node:timers/promises';
import { type Carrel, isUnderWay, type RemoteDocument } from './carrel.ts';
import type { Outcome } from './outcome.ts';
import type { Progress } from './progress.ts';

const POLL_MS = 1_000;
/** Ids that a filter may name. */
const AT_ONCE = 100;

/** Waits until the server has read what was brought in, and says of what could not be read why. */
export async function waitUntilRead(
  outcomes: readonly Outcome[],
  { carrel, progress, signal }: { carrel: Carrel; progress: Progress; signal: AbortSignal },
): Promise<Outcome[]> {
  const failures = new Map<string, string>();
  const brought = outcomes.filter(({ result }) => result === 'added' || result === 'replaced');
  const waiting = new Set(brought.flatMap(({ documentId }) => documentId ?? []));
  const total = waiting.size;
  while (waiting.size > 0) {
    progress.show('Being read', { done: total - waiting.size, total });
    const looked = [...waiting].slice(0, AT_ONCE);
    for (const [id, document] of await look(carrel, looked)) {
      if (document && isUnderWay(document)) continue;
      waiting.delete(id);
      const failure = failureOf(document);
      if (failure !== null) failures.set(id, failure);
    }
    // Where all are read, so may be the next.
    if (looked.some((id) => waiting.has(id))) await pause(POLL_MS, undefined, { signal });
  }
  return outcomes.map((outcome) => {
    const reason = outcome.documentId === null ? undefined : failures.get(outcome.documentId);
    return reason === undefined ? outcome : { ...outcome, result: 'failed', reason };
  });
}

/** Each of the ids with its document; null where it is gone. */
async function look(carrel: Carrel, ids: readonly string[]): Promise<[string, RemoteDocument | null][]> {
  const found = new Map((await carrel.find(ids)).map((document) => [document.id, document]));
  return ids.map((id) => [id, found.get(id) ?? null]);
}

/** A searchable document with an error is the earlier version, as the new one could not be read. */
function failureOf(document: RemoteDocument | null): string | null {
  if (!document) return 'The document was deleted meanwhile.';
  if (document.status === 'CANCELLED') return 'Its ingestion was cancelled.';
  return document.error ?? (document.status === 'FAILED' ? 'It could not be read.' : null);
}
