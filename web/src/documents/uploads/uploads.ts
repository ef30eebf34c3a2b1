import { FileLimitsDocument } from '../../gql/graphql.ts';
import type { Api } from '../../lib/api.ts';
import { toFailure } from '../../lib/errors.ts';
import { createStore, type Store } from '../../lib/store.ts';
import { announce } from '../../ui/announcer.tsx';
import type { Metadata } from '../editing/metadata.ts';
import { messages } from '../messages.ts';
import type { ChosenFiles } from './chosen-files.ts';
import { isRead, refusalOf } from './refusal-of.ts';
import { sendFile } from './send-file.ts';
import { type Becomes, isGoing, type LeftOut, type Upload } from './upload.ts';
import { warnOnLeaving } from './warn-on-leaving.ts';

/** The uploads of somebody, which go on while pages come and go. */
export interface Uploads {
  readonly store: Store<readonly Upload[]>;
  readonly leftOut: Store<LeftOut>;
  /** What is said of files that are added from now on; null where nobody chose. */
  readonly metadata: Store<Metadata | null>;
  add(files: ChosenFiles, metadata: Metadata): Promise<void>;
  /** Sends a file as a document's new version. */
  replace(document: { readonly id: string; readonly name: string }, file: File): Promise<void>;
  retry(id: number): void;
  /** Sends once more what has failed. */
  retryAll(): void;
  /** Takes it off the list; one that is being sent is aborted. */
  remove(id: number): void;
  /** Takes what waits off the list. */
  cancelWaiting(): void;
  /** Takes what has ended off the list. */
  clear(): void;
}

const AT_ONCE = 2;
/** Progress is drawn in steps: more than that nobody sees. */
const STEP = 0.02;
const NOTHING: LeftOut = { hidden: 0, unread: [] };

const all = new WeakMap<Api, Uploads>();

/** Those of one user in one organisation. */
export function uploadsOf(api: Api): Uploads {
  const uploads = all.get(api) ?? createUploads(api);
  all.set(api, uploads);
  return uploads;
}

function createUploads(api: Api): Uploads {
  const store = createStore<readonly Upload[]>([]);
  const leftOut = createStore(NOTHING);
  const aborts = new Map<number, AbortController>();
  let ids = 0;
  let isPaused = false;

  const change = (id: number, state: Upload['state']) => {
    store.set(store.get().map((upload) => (upload.id === id ? { ...upload, state } : upload)));
  };
  const next = () => {
    const sending = store.get().filter(({ state }) => state.type === 'sending').length;
    const waiting = store.get().filter(({ state }) => state.type === 'waiting');
    const room = isPaused ? 0 : Math.max(0, AT_ONCE - sending);
    for (const upload of waiting.slice(0, room)) void send(upload);
    warnOnLeaving(store.get().some(isGoing));
  };
  /** The server takes so many a minute: the rest waits until it takes more. */
  const pause = (seconds: number) => {
    isPaused = true;
    setTimeout(() => {
      isPaused = false;
      next();
    }, seconds * 1000);
  };
  const send = async (upload: Upload) => {
    const { id } = upload;
    const abort = new AbortController();
    let shown = 0;
    const onProgress = (sent: number) => {
      if (sent - shown < STEP && sent < 1) return;
      shown = sent;
      change(id, { type: 'sending', sent });
    };
    aborts.set(id, abort);
    change(id, { type: 'sending', sent: 0 });
    try {
      const isNew = await sendFile(api, upload, { onProgress, signal: abort.signal });
      change(id, { type: 'done', isNew });
    } catch (error) {
      const failure = toFailure(error);
      const isTooSoon = failure.code === 'RATE_LIMITED' && failure.retryAfterSeconds !== undefined;
      change(id, isTooSoon ? { type: 'waiting' } : { type: 'failed', failure });
      if (isTooSoon) pause(failure.retryAfterSeconds);
    }
    aborts.delete(id);
    if (abort.signal.aborted) return;
    next();
    if (!store.get().some(isGoing)) announce(messages.uploads(countDone(store.get()), store.get().length));
  };
  /** Without limits, where they can't be read, the server says what it does not take. */
  const limits = async () => (await api.client.query(FileLimitsDocument, {}).toPromise()).data?.system.limits;
  const list = async (files: readonly File[], becomes: Becomes) => {
    const known = await limits();
    const added = files.map((file): Upload => {
      const why = known ? refusalOf(file, known) : null;
      return { id: ++ids, file, becomes, state: why === null ? { type: 'waiting' } : { type: 'refused', why } };
    });
    store.set([...store.get(), ...added]);
    next();
  };
  const keep = (isKept: (upload: Upload) => boolean) => {
    store.set(store.get().filter(isKept));
    next();
  };
  return {
    store,
    leftOut,
    metadata: createStore<Metadata | null>(null),
    add: async ({ single, inFolders, hidden }, metadata) => {
      const known = await limits();
      const isTaken = (file: File) => known === undefined || isRead(file, known);
      const unread = inFolders.filter((file) => !isTaken(file)).map(({ name }) => name);
      const before = leftOut.get();
      leftOut.set({ hidden: before.hidden + hidden, unread: [...before.unread, ...unread] });
      await list([...single, ...inFolders.filter(isTaken)], { type: 'document', metadata });
    },
    replace: (document, file) => list([file], { type: 'version', of: document }),
    retry: (id) => {
      change(id, { type: 'waiting' });
      next();
    },
    retryAll: () => {
      for (const { id, state } of store.get()) if (state.type === 'failed') change(id, { type: 'waiting' });
      next();
    },
    remove: (id) => {
      aborts.get(id)?.abort();
      keep((upload) => upload.id !== id);
    },
    cancelWaiting: () => keep(({ state }) => state.type !== 'waiting'),
    clear: () => {
      leftOut.set(NOTHING);
      keep(isGoing);
    },
  };
}

/** How many have arrived. */
export function countDone(uploads: readonly Upload[]): number {
  return uploads.filter(({ state }) => state.type === 'done').length;
}
