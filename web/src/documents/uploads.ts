import { CollectionNamesDocument, type FileLimitsQuery, IngestFileDocument } from '../gql/graphql.ts';
import type { Api } from '../lib/api.ts';
import { type Failure, toFailure } from '../lib/errors.ts';
import { createStore, type Store } from '../lib/store.ts';
import { xhrFetch } from '../lib/xhr-fetch.ts';
import { refusalOf } from './refusal-of.ts';

/** A file on its way to the server. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly state:
    | { readonly type: 'waiting' }
    | { readonly type: 'sending'; readonly sent: number }
    | { readonly type: 'done'; readonly isNew: boolean }
    | { readonly type: 'refused'; readonly why: string }
    | { readonly type: 'failed'; readonly failure: Failure };
}

/** The uploads of somebody, which go on while pages come and go. */
export interface Uploads {
  readonly store: Store<readonly Upload[]>;
  add(files: readonly File[], limits: FileLimitsQuery['system']['limits'] | undefined): void;
  retry(id: number): void;
  /** Takes it off the list; one that is being sent is aborted. */
  remove(id: number): void;
  /** Takes what has ended well off the list. */
  clear(): void;
}

const AT_ONCE = 2;
/** Progress is drawn in steps: more than that nobody sees. */
const STEP = 0.02;

const all = new WeakMap<Api, Uploads>();

/** Those of one user in one organisation. */
export function uploadsOf(api: Api): Uploads {
  const uploads = all.get(api) ?? createUploads(api);
  all.set(api, uploads);
  return uploads;
}

function createUploads(api: Api): Uploads {
  const store = createStore<readonly Upload[]>([]);
  const aborts = new Map<number, () => void>();
  let ids = 0;

  const change = (id: number, state: Upload['state']) => {
    store.set(store.get().map((upload) => (upload.id === id ? { ...upload, state } : upload)));
  };
  const next = () => {
    const sending = store.get().filter(({ state }) => state.type === 'sending').length;
    const waiting = store.get().filter(({ state }) => state.type === 'waiting');
    for (const upload of waiting.slice(0, Math.max(0, AT_ONCE - sending))) send(upload);
    warnOnLeaving(sending > 0 || waiting.length > 0);
  };
  const send = ({ id, file }: Upload) => {
    let shown = 0;
    change(id, { type: 'sending', sent: 0 });
    const onProgress = (sent: number) => {
      if (sent - shown < STEP && sent < 1) return;
      shown = sent;
      if (aborts.has(id)) change(id, { type: 'sending', sent });
    };
    const { unsubscribe } = api.client
      .mutation(IngestFileDocument, { input: { file } }, { fetch: api.authorized(xhrFetch(onProgress)) })
      .subscribe(({ data, error }) => {
        aborts.delete(id);
        if (data) change(id, { type: 'done', isNew: data.ingestFile.created });
        else change(id, { type: 'failed', failure: toFailure(error) });
        if (data) void api.client.query(CollectionNamesDocument, {}, { requestPolicy: 'network-only' }).toPromise();
        next();
      });
    aborts.set(id, unsubscribe);
  };
  return {
    store,
    add: (files, limits) => {
      const added = files.map((file): Upload => {
        const why = limits ? refusalOf(file, limits) : null;
        return { id: ++ids, file, state: why === null ? { type: 'waiting' } : { type: 'refused', why } };
      });
      store.set([...store.get(), ...added]);
      next();
    },
    retry: (id) => {
      change(id, { type: 'waiting' });
      next();
    },
    remove: (id) => {
      aborts.get(id)?.();
      aborts.delete(id);
      store.set(store.get().filter((upload) => upload.id !== id));
      next();
    },
    clear: () => store.set(store.get().filter(({ state }) => state.type === 'waiting' || state.type === 'sending')),
  };
}

function warnOnLeaving(isNeeded: boolean): void {
  removeEventListener('beforeunload', warn);
  if (isNeeded) addEventListener('beforeunload', warn);
}

const warn = (event: Event) => event.preventDefault();
