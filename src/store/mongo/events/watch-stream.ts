import type { ChangeStreamInsertDocument, ResumeToken } from 'mongodb';
import { delay } from '../../../lib/delay.ts';
import type { Control } from '../control/control.ts';
import type { EventRow } from '../control/control-rows.ts';
import { kindOf } from '../errors.ts';
import { publish, type WatcherParts } from './publish.ts';

type Insert = ChangeStreamInsertDocument<EventRow>;

/** A stream is resumed with the pipeline that its token comes from, or mongod may refuse the token. */
const PIPELINE = [{ $match: { operationType: 'insert' } }];
/** Before a stream that broke is opened again, in ms. */
const REOPEN_MS = 500;
/** How long the first look at a new stream waits for something to come, in ms. */
const FIRST_LOOK_MS = 50;

/** Follows the events by a change stream until the signal aborts. Null where the deployment has none. */
export async function startChangeStream(
  parts: WatcherParts,
  signal: AbortSignal,
): Promise<{ ended: Promise<void> } | null> {
  try {
    const token = await findBeginning(parts.control);
    return { ended: follow(token, parts, signal) };
  } catch (error) {
    // DocumentDB doesn't know the stage, a server outside a replica set refuses it.
    if (kindOf(error) === 'unreachable' || kindOf(error) === 'denied') throw error;
    return null;
  }
}

/** From where on a stream shows whatever comes in after this has resolved. */
async function findBeginning(control: Control): Promise<ResumeToken> {
  const stream = control.events.watch(PIPELINE, { maxAwaitTimeMS: FIRST_LOOK_MS });
  try {
    await stream.tryNext();
    return stream.resumeToken;
  } finally {
    await stream.close();
  }
}

/** Reads on until the signal aborts, in a new stream where one broke. */
async function follow(beginning: ResumeToken, parts: WatcherParts, signal: AbortSignal): Promise<void> {
  let token = beginning;
  while (!signal.aborted) {
    try {
      for await (const { _id, fullDocument } of read(parts.control, token, signal)) {
        token = _id;
        publish(parts, fullDocument);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (kindOf(error) !== 'unreachable') {
        // What it would be resumed from may be gone.
        token = undefined;
        parts.onUnexpected(error);
      }
      await delay(REOPEN_MS, { signal });
    }
  }
}

async function* read(control: Control, token: ResumeToken, signal: AbortSignal): AsyncGenerator<Insert> {
  const stream = control.events.watch<EventRow, Insert>(PIPELINE, token ? { resumeAfter: token } : {});
  // Closing ends the read that is under way.
  const close = () => void stream.close().catch(() => {});
  signal.addEventListener('abort', close, { once: true });
  try {
    while (!signal.aborted) yield await stream.next();
  } finally {
    signal.removeEventListener('abort', close);
    await stream.close().catch(() => {});
  }
}
