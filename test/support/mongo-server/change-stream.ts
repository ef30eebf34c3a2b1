import { aggregate } from 'mingo';
import type { Catalog } from './catalog.ts';
import { type ChangeEvent, type ChangeLog, highWaterMark, isOfEvent, resumeToken } from './change-log.ts';
import type { Source } from './cursors.ts';
import { badValue, CommandError } from './errors.ts';
import { mingoOptions } from './query.ts';
import { cloneDoc, type Doc, isDoc, keyOf } from './values.ts';

const OPTIONS = new Set(['fullDocument', 'resumeAfter', 'startAfter', 'allChangesForCluster']);

/** What a stream watches: one collection, one database (`collection` null), or everything (both null). */
export interface Watched {
  readonly db: string | null;
  readonly collection: string | null;
}

/**
 * The source of a change stream: waits for events as long as `maxTimeMs` says, and ends when the collection is dropped.
 * @throws CommandError for a bad resume token, one too old, or one of an event that the pipeline doesn't show
 */
export function changeStreamSource(
  stage: Doc,
  pipeline: readonly Doc[],
  watched: Watched,
  { log, catalog }: { log: ChangeLog; catalog: Catalog },
): Source {
  const unknown = Object.keys(stage).find((option) => !OPTIONS.has(option));
  if (unknown) throw badValue(`The test server's change streams don't know the option '${unknown}'.`);
  const token = stage['resumeAfter'] ?? stage['startAfter'];
  let position = token === undefined ? log.position() : log.positionOf(token);

  const isWatched = ({ db, collection }: ChangeEvent): boolean =>
    (watched.db === null || watched.db === db) && (watched.collection === null || watched.collection === collection);

  const complete = ({ db, collection, event }: ChangeEvent): Doc => {
    if (stage['fullDocument'] !== 'updateLookup' || event['operationType'] !== 'update') return event;
    const key = isDoc(event['documentKey']) ? event['documentKey']['_id'] : undefined;
    return { ...event, fullDocument: catalog.find(db, collection)?.docs.get(keyOf(key)) ?? null };
  };

  const show = (change: ChangeEvent): Doc[] =>
    isWatched(change) ? aggregate([cloneDoc(complete(change))], [...pipeline], mingoOptions) : [];

  if (isOfEvent(token)) {
    const [last] = log.after(position - 1);
    if (last?.sequence === position && show(last).length === 0) throw tokenNotFound(token);
  }

  /** Events as far as a batch goes; those that the pipeline drops are passed over. */
  const read = (batchSize: number): { docs: Doc[]; done: boolean } => {
    const docs: Doc[] = [];
    for (const change of log.after(position)) {
      if (docs.length >= batchSize) break;
      position = change.sequence;
      docs.push(...show(change));
      if (!isWatched(change)) continue;
      if (change.event['operationType'] === 'drop' && watched.collection !== null) {
        docs.push({
          _id: resumeToken(position),
          operationType: 'invalidate',
          clusterTime: change.event['clusterTime'],
        });
        return { docs, done: true };
      }
    }
    return { docs, done: false };
  };

  return {
    async next({ batchSize, maxTimeMs, signal }) {
      const limit = batchSize || Number.POSITIVE_INFINITY;
      const until = Date.now() + maxTimeMs;
      let batch = read(limit);
      while (batch.docs.length === 0 && !signal.aborted) {
        const leftMs = until - Date.now();
        if (leftMs <= 0) break;
        await nextEvent(log, leftMs, signal);
        batch = read(limit);
      }
      const last = batch.docs.at(-1)?.['_id'];
      const isAtLast = isDoc(last) && last['_data'] === resumeToken(position)['_data'];
      return { ...batch, extra: { postBatchResumeToken: isAtLast ? last : highWaterMark(position) } };
    },
  };
}

/** What a stream meets that goes on with a pipeline in which its last event isn't shown. */
function tokenNotFound(token: unknown): CommandError {
  const shown = JSON.stringify(token);
  return new CommandError(
    280,
    `PlanExecutor error during aggregation :: caused by :: cannot resume stream; the resume token was not found. ${shown}`,
    { labels: ['NonResumableChangeStreamError'] },
  );
}

function nextEvent(log: ChangeLog, waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      forget();
      signal.removeEventListener('abort', settle);
      resolve();
    };
    const timer = setTimeout(settle, waitMs);
    const forget = log.onNext(settle);
    signal.addEventListener('abort', settle, { once: true });
  });
}
