import type { ChangeStream, ChangeStreamInsertDocument, ResumeToken } from 'mongodb';
import { delay } from '../../lib/delay.ts';
import type { EventRow } from './control-rows.ts';
import { kindOf } from './errors.ts';
import type { WatcherParts } from './watcher.ts';

type Insert = ChangeStreamInsertDocument<EventRow>;

interface OpenStream {
  readonly stream: ChangeStream<EventRow, Insert>;
  readonly first: Promise<Insert>;
}

/** Before a stream that broke is opened again, in ms. */
const REOPEN_MS = 500;

/** Follows the events by a change stream until the signal aborts. Null where the deployment has none. */
export async function startChangeStream(
  parts: WatcherParts,
  signal: AbortSignal,
): Promise<{ ended: Promise<void> } | null> {
  try {
    return { ended: follow(await open(parts, undefined), parts, signal) };
  } catch (error) {
    // DocumentDB doesn't know the stage, a server outside a replica set refuses it.
    if (kindOf(error) === 'unreachable' || kindOf(error) === 'denied') throw error;
    return null;
  }
}

/** Resolves when the stream has begun. */
async function open({ control }: WatcherParts, resumeAfter: ResumeToken): Promise<OpenStream> {
  const stream = control.events.watch<EventRow, Insert>(
    [{ $match: { operationType: 'insert' } }],
    resumeAfter === undefined ? {} : { resumeAfter },
  );
  const begun = new Promise<void>((resolve) => stream.once('init', () => resolve()));
  const first = stream.next();
  try {
    await Promise.race([begun, first]);
    return { stream, first };
  } catch (error) {
    await stream.close();
    throw error;
  }
}

/** Reads on until the signal aborts, in a new stream where one broke. */
async function follow(begun: OpenStream, parts: WatcherParts, signal: AbortSignal): Promise<void> {
  let current: OpenStream | null = begun;
  let token: ResumeToken;
  while (!signal.aborted) {
    try {
      current ??= await open(parts, token);
      for await (const { _id, fullDocument } of readAll(current, signal)) {
        token = _id;
        const { tenantId, type, documentId, from } = fullDocument;
        if (from !== parts.from) parts.feed.publish(tenantId, { type, documentId });
      }
    } catch (error) {
      if (signal.aborted) return;
      // What it would be resumed from may be gone.
      if (kindOf(error) !== 'unreachable') token = undefined;
      if (kindOf(error) !== 'unreachable') parts.onUnexpected(error);
      current = null;
      await delay(REOPEN_MS, { signal });
    }
  }
}

async function* readAll({ stream, first }: OpenStream, signal: AbortSignal): AsyncGenerator<Insert> {
  // Closing ends the read that is under way.
  const close = () => void stream.close().catch(() => {});
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  try {
    yield await first;
    for (;;) yield await stream.next();
  } finally {
    signal.removeEventListener('abort', close);
    await stream.close().catch(() => {});
  }
}
