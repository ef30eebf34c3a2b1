import { BSON, Long } from 'mongodb';
import { CommandError } from './errors.ts';
import { sessionId } from './sessions.ts';
import { type Doc, isDoc, numberOr } from './values.ts';

const FIRST_BATCH = 101;
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

/** Where a cursor's documents come from. */
export interface Source {
  /** The next documents, and whether there are more. A change stream waits here for events, as `getMore` allows. */
  next(options: { batchSize: number; maxTimeMs: number; signal: AbortSignal }): Promise<Batch> | Batch;
}

export interface Batch {
  readonly docs: readonly Doc[];
  readonly done: boolean;
  /** Further fields of the cursor document. */
  readonly extra?: Doc;
}

/** The open cursors. They outlive the connection that opened them, not the server's process. */
export interface Cursors {
  /** Answers the command that opens a cursor. */
  open(source: Source, options: { ns: string; command: Doc; signal: AbortSignal }): Promise<Doc>;
  getMore(command: Doc, signal: AbortSignal): Promise<Doc>;
  kill(ids: readonly unknown[]): Doc;
  clear(): void;
}

interface OpenCursor {
  readonly ns: string;
  readonly session: string | undefined;
  readonly source: Source;
  readonly killed: AbortController;
}

/** No cursors yet. */
export function createCursors(): Cursors {
  const cursors = new Map<number, OpenCursor>();
  let lastId = 1000;

  const take = async (id: number, cursor: OpenCursor, command: Doc, signal: AbortSignal) => {
    const batchSize = numberOr(command['batchSize'], Number.POSITIVE_INFINITY) || Number.POSITIVE_INFINITY;
    const stop = AbortSignal.any([signal, cursor.killed.signal]);
    const batch = await cursor.source.next({
      batchSize,
      maxTimeMs: numberOr(command['maxTimeMS'], 1000),
      signal: stop,
    });
    if (cursor.killed.signal.aborted) throw new CommandError(237, 'operation was interrupted: cursor killed');
    if (batch.done) cursors.delete(id);
    const shownId = batch.done ? Long.ZERO : Long.fromNumber(id);
    return { id: shownId, ns: cursor.ns, nextBatch: batch.docs, ...batch.extra };
  };

  return {
    async open(source, { ns, command, signal }) {
      const { batchSize } = isDoc(command['cursor']) ? command['cursor'] : command;
      const asked = numberOr(batchSize, FIRST_BATCH);
      const batch = await source.next({ batchSize: asked, maxTimeMs: 0, signal });
      const closes = batch.done || command['singleBatch'] === true;
      const id = closes ? 0 : ++lastId;
      if (!closes) cursors.set(id, { ns, session: sessionId(command), source, killed: new AbortController() });
      return { cursor: { id: Long.fromNumber(id), ns, firstBatch: batch.docs, ...batch.extra }, ok: 1 };
    },
    async getMore(command, signal) {
      const id = Number(command['getMore']);
      const cursor = cursors.get(id);
      if (!cursor) throw new CommandError(43, `cursor id ${id} not found`);
      if (cursor.session !== sessionId(command)) {
        throw new CommandError(13, `Cursor ${id} was not created by the session that asks for more`);
      }
      return { cursor: await take(id, cursor, command, signal), ok: 1 };
    },
    kill(ids) {
      const known = ids.map(Number).filter((id) => cursors.has(id));
      for (const id of known) {
        cursors.get(id)?.killed.abort();
        cursors.delete(id);
      }
      const unknown = ids.map(Number).filter((id) => !known.includes(id));
      return {
        cursorsKilled: known.map((id) => Long.fromNumber(id)),
        cursorsNotFound: unknown.map((id) => Long.fromNumber(id)),
        cursorsAlive: [],
        cursorsUnknown: [],
        ok: 1,
      };
    },
    clear() {
      for (const cursor of cursors.values()) cursor.killed.abort();
      cursors.clear();
    },
  };
}

/** Documents that are all known already, handed out in batches that fit a message. */
export function listSource(docs: readonly Doc[]): Source {
  let position = 0;
  return {
    next({ batchSize }) {
      const batch: Doc[] = [];
      let bytes = 0;
      while (position < docs.length && batch.length < batchSize && bytes < MAX_BATCH_BYTES) {
        const doc = docs[position++] ?? {};
        bytes += BSON.calculateObjectSize(doc);
        batch.push(doc);
      }
      return { docs: batch, done: position >= docs.length };
    },
  };
}
