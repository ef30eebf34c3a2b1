import { Timestamp } from 'mongodb';
import type { Change } from './change.ts';
import type { Collection } from './collection.ts';
import { CommandError } from './errors.ts';
import { type Doc, isDoc, sameDoc } from './values.ts';

/** One thing that happened, as a change stream tells it. */
export interface ChangeEvent {
  readonly sequence: number;
  readonly db: string;
  readonly collection: string;
  readonly event: Doc;
}

/** All that happened, in order: what the oplog is to change streams. */
export interface ChangeLog {
  append(change: Change): void;
  appendDrop(collection: Collection): void;
  /** The last event's number. */
  position(): number;
  after(sequence: number): ChangeEvent[];
  /** Calls back once at the next event. The result takes the call back. */
  onNext(listener: () => void): () => void;
  /** Forgets all events, so that no stream can resume from before. */
  forget(): void;
  /** @throws CommandError 260 for a token that isn't one, 286 for one that is no longer remembered */
  positionOf(token: unknown): number;
}

const EVENT = '82';
const MOMENT = '81';
const TOKEN = /^8[12][0-9a-f]{16}$/;

/** An empty log. */
export function createChangeLog(): ChangeLog {
  let events: ChangeEvent[] = [];
  let sequence = 0;
  let forgotten = 0;
  let listeners = new Set<() => void>();

  const push = (db: string, collection: string, event: Doc): void => {
    sequence += 1;
    const now = new Date();
    const clusterTime = new Timestamp({ t: Math.floor(now.getTime() / 1000), i: sequence });
    const stamped = { _id: resumeToken(sequence), ...event, clusterTime, wallTime: now, ns: { db, coll: collection } };
    events.push({ sequence, db, collection, event: stamped });
    const woken = listeners;
    listeners = new Set();
    for (const listener of woken) listener();
  };

  return {
    append({ type, collection, before, after }) {
      const documentKey = { _id: (after ?? before)?.['_id'] };
      push(collection.db, collection.name, {
        operationType: type,
        documentKey,
        ...((type === 'insert' || type === 'replace') && { fullDocument: after }),
        ...(type === 'update' && { updateDescription: describeUpdate(before ?? {}, after ?? {}) }),
      });
    },
    appendDrop: ({ db, name }) => push(db, name, { operationType: 'drop' }),
    position: () => sequence,
    after: (position) => events.filter((event) => event.sequence > position),
    onNext(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    forget() {
      events = [];
      forgotten = sequence;
    },
    positionOf(token) {
      const data = isDoc(token) ? token['_data'] : undefined;
      if (typeof data !== 'string' || !TOKEN.test(data)) {
        throw new CommandError(260, 'Bad resume token: _data of missing or of wrong type');
      }
      const position = Number.parseInt(data.slice(EVENT.length), 16);
      if (position < forgotten) {
        throw new CommandError(
          286,
          'Executor error during getMore :: caused by :: Resume of change stream was not possible, as the resume point may no longer be in the oplog.',
          { labels: ['NonResumableChangeStreamError'] },
        );
      }
      return position;
    },
  };
}

/** The token of an event, which a stream resumes behind. */
export function resumeToken(sequence: number): Doc {
  return { _data: `${EVENT}${sequence.toString(16).padStart(16, '0')}` };
}

/** The token of a moment, for a stream that has read that far without an event at its end. */
export function highWaterMark(sequence: number): Doc {
  return { _data: `${MOMENT}${sequence.toString(16).padStart(16, '0')}` };
}

/** Whether a token is that of an event, which has to be there when a stream resumes. */
export function isOfEvent(token: unknown): boolean {
  return isDoc(token) && String(token['_data']).startsWith(EVENT);
}

function describeUpdate(before: Doc, after: Doc): Doc {
  const changed = Object.entries(after).filter(([field, value]) => !sameDoc({ v: before[field] }, { v: value }));
  return {
    updatedFields: Object.fromEntries(changed),
    removedFields: Object.keys(before).filter((field) => !(field in after)),
    truncatedArrays: [],
  };
}
