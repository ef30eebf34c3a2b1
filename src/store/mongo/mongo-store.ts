import { randomUUID } from 'node:crypto';
import type { MongoClient } from 'mongodb';
import { delay } from '../../lib/delay.ts';
import { createInOrder } from '../../lib/in-order.ts';
import { createChangeFeed } from '../change-feed.ts';
import type { EmbedderStamp } from '../embedder-stamp.ts';
import type { Store } from '../store.ts';
import { createBackground } from './background.ts';
import { type Calls, COMMAND_MS, createCalls, type DatabaseBreach } from './calls.ts';
import { createClient } from './client.ts';
import { type Control, createControl } from './control/control.ts';
import { createCounters } from './control/counters.ts';
import { createDirectory } from './control/directory.ts';
import { noteEmbedder, outdated } from './control/embedder-notes.ts';
import { createQueue } from './control/queue.ts';
import { claimSetting, replaceSetting } from './control/settings.ts';
import { createEvents } from './events/events.ts';
import { startWatcher } from './events/watcher.ts';
import { detectSearch, type SearchKind } from './search/capabilities.ts';
import { createSearcher } from './search/chunk-search.ts';
import { createEngine } from './search/engines.ts';
import { createTermSamples } from './search/term-samples.ts';
import { explainParseError, explainStartFailure } from './start-failure.ts';
import { createSweeper } from './tenant/sweeper.ts';
import { createTenants } from './tenant/tenants.ts';

/** Where the database is, and how it is used. */
export interface MongoStoreOptions {
  /** Where the deployment is. With one server, `directConnection=true` belongs into it. */
  readonly uri: string;
  readonly embedder: EmbedderStamp;
  /** What the names of all databases begin with, `carrel` by default. */
  readonly databasePrefix?: string;
  /** A tenant gets no vector index below so many chunks; they are scanned instead. 0 by default. */
  readonly vectorIndexMinChunks?: number;
  /** How often mongot is asked at first whether an index answers, in ms. */
  readonly indexPollMs?: number;
  /** How long a reader waits for the database to answer, in ms; 4,000 by default. */
  readonly commandMs?: number;
  /** A command was stopped that would have gone to another tenant's database. */
  onBreach?(breach: DatabaseBreach): void;
  /** Work in the background failed, which nobody waits for. */
  onUnexpected?(error: unknown): void;
}

/** The store on MongoDB, with what only a store of several processes has. */
export interface MongoStore extends Store {
  /** The signing keys of all processes. */
  readonly signingKeys: {
    /** Those that are stored, or, when there are none yet, those made here. */
    claim(make: () => Promise<string>): Promise<string>;
    /** Puts others in their place. False where they are not those that are known. */
    replace(known: string, next: string): Promise<boolean>;
  };
  /** Resolves when no work goes on in the background: nothing left to be swept or indexed at the moment. */
  idle(): Promise<void>;
}

/**
 * Opens the store on a MongoDB deployment, whatever it can do: one control database, and a database for each tenant.
 *
 * @throws StartupError when it can't be reached, or refuses the user
 * @throws AppError `STORE_UNAVAILABLE` when it holds vectors of an embedder with that id and other dimensions
 */
export async function openMongoStore({
  uri,
  embedder,
  databasePrefix = 'carrel',
  vectorIndexMinChunks = 0,
  indexPollMs = 500,
  commandMs = COMMAND_MS,
  onBreach = () => {},
  onUnexpected = () => {},
}: MongoStoreOptions): Promise<MongoStore> {
  const client = makeClient(uri);
  const control = createControl(client, databasePrefix);
  const calls = createCalls({ client, controlDatabase: databasePrefix, commandMs, onBreach });
  const feed = createChangeFeed();
  const from = randomUUID();

  try {
    const search = await prepare({ client, control, calls, embedder });
    const watcher = await startWatcher({ control, commandMs, feed, from, onUnexpected });
    const background = createBackground({ onFailure: onUnexpected });
    const samples = createTermSamples();
    const engine = createEngine(search, {
      samples,
      background,
      calls,
      minChunks: vectorIndexMinChunks,
      pollMs: indexPollMs,
    });
    const parts = {
      calls,
      inOrder: createInOrder(),
      events: createEvents({ control, background, commandMs, feed, from, onUnexpected }),
      feed,
      sweeper: createSweeper({ background, calls }),
      engine,
      searcher: createSearcher({ engine, samples }),
      samples,
      embedder,
      control,
    };
    const inControl = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(control.database, work, signal);

    return {
      description: `${SEARCH[search]}, events by ${watcher.kind}`,
      directory: createDirectory({ control, calls, tenantPrefix: `${databasePrefix}_t_` }),
      queue: createQueue({ control, calls }),
      counters: createCounters({ control, calls }),
      ...createTenants({ client, control, calls, parts }),
      outdated: ({ signal } = {}) => inControl(() => outdated(control, embedder, signal), signal),
      now: () => inControl(() => control.now()),
      ping: ({ signal } = {}) => inControl(() => control.ping(signal), signal),
      signingKeys: {
        claim: (make) => inControl(() => claimSetting(control.settings, 'signing-keys', make)),
        replace: (known, next) => inControl(() => replaceSetting(control.settings, 'signing-keys', { known, next })),
      },
      idle: background.idle,
      close: async () => {
        feed.close();
        // What a call waits for, and a little more.
        const closeMs = commandMs + 500;
        await withinMs(closeMs, async () => {
          await Promise.all([background.stop(), calls.close()]);
          await Promise.all([parts.events.flushed(), watcher.stop()]);
        });
        await withinMs(closeMs, () => client.close());
      },
    };
  } catch (error) {
    await client.close();
    throw explainStartFailure(client, error);
  }
}

function makeClient(uri: string): MongoClient {
  try {
    return createClient(uri);
  } catch (error) {
    throw explainParseError(error);
  }
}

/** Waits for an end, but no longer than this: a database that does not answer keeps no process from ending. */
async function withinMs(ms: number, work: () => Promise<void>): Promise<void> {
  const giveUp = new AbortController();
  try {
    await Promise.race([work(), delay(ms, giveUp)]);
  } finally {
    giveUp.abort();
  }
}

const SEARCH: Record<SearchKind, string> = {
  mongot: 'MongoDB (a database for each organisation; search by mongot: $vectorSearch and $search)',
  documentdb: 'DocumentDB (a database for each organisation; search by cosmosSearch and $text)',
  none: 'MongoDB (a database for each organisation; no search engine: exact scan and $text)',
};

/** Makes the control database and finds out what the deployment searches with. */
async function prepare(parts: {
  client: MongoClient;
  control: Control;
  calls: Calls;
  embedder: EmbedderStamp;
}): Promise<SearchKind> {
  const { client, control, calls, embedder } = parts;
  return await calls.in(control.database, async () => {
    await client.connect();
    await control.prepare();
    await noteEmbedder(control, embedder);
    return await detectSearch(client, control);
  });
}
