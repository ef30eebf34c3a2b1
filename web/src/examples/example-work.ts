import { AddExampleDocument, RemoveExampleDocument } from '../gql/graphql.ts';
import type { Api } from '../lib/api.ts';
import { type Failure, RequestError, toFailure } from '../lib/errors.ts';
import { createStore, type Store } from '../lib/store.ts';
import { COLLECTION, EXAMPLE_FILES, type StoredDocument } from './example-files.ts';

/** Whether examples are being filled in. */
export type ExampleState =
  | { readonly type: 'idle' }
  | { readonly type: 'adding'; readonly done: number }
  | { readonly type: 'failed'; readonly failure: Failure };

/** Filling examples in, which goes on while pages come and go, and removing them. */
export interface ExampleWork {
  readonly state: Store<ExampleState>;
  /** Begins, or goes on where it failed: what is there already is not taken twice. */
  add(): Promise<void>;
  /** @throws Error with the server's reason */
  remove(documents: readonly StoredDocument[]): Promise<void>;
}

const all = new WeakMap<Api, ExampleWork>();

/** That of one user in one organisation. */
export function exampleWorkOf(api: Api): ExampleWork {
  const work = all.get(api) ?? createExampleWork(api);
  all.set(api, work);
  return work;
}

function createExampleWork({ client }: Api): ExampleWork {
  const state = createStore<ExampleState>({ type: 'idle' });
  return {
    state,
    add: async () => {
      if (state.get().type === 'adding') return;
      try {
        for (const [done, name] of Object.keys(EXAMPLE_FILES).entries()) {
          state.set({ type: 'adding', done });
          // One behind the other, each until it can be asked: they come as rows that are ready.
          const input = { file: await fetchFile(name), collection: COLLECTION, wait: true };
          const { error } = await client.mutation(AddExampleDocument, { input }).toPromise();
          if (error) throw error;
        }
        state.set({ type: 'idle' });
      } catch (error) {
        state.set({ type: 'failed', failure: toFailure(error) });
      }
    },
    remove: async (documents) => {
      for (const { id } of documents) {
        const { error } = await client.mutation(RemoveExampleDocument, { input: { id } }).toPromise();
        if (error) throw error;
      }
    },
  };
}

/** One of the client's own files. */
async function fetchFile(name: string): Promise<File> {
  const response = await fetch(`/examples/${name}`).catch(() => null);
  if (!response?.ok) throw new RequestError({ code: 'NETWORK', message: '' });
  return new File([await response.blob()], name);
}
