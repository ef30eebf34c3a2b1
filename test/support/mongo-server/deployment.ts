import { type Catalog, createCatalog, type Data } from './catalog.ts';
import { type ChangeLog, createChangeLog } from './change-log.ts';
import { type Clock, createClock } from './clock.ts';
import { type Cursors, createCursors } from './cursors.ts';
import type { PostgresState } from './postgres.ts';
import type { Profile } from './profile.ts';
import { createRanker, type Ranker } from './search/ranking.ts';
import { createSearchIndexes, type IndexProgress, type SearchIndexes } from './search/search-indexes.ts';
import { createSessions, type Sessions } from './sessions.ts';
import type { Doc } from './values.ts';

/** All that a server holds, behind the wire. */
export interface Deployment {
  readonly profile: Profile;
  readonly clock: Clock;
  /** Of the profile `documentdb`. */
  postgres: PostgresState;
  readonly log: ChangeLog;
  readonly catalog: Catalog;
  readonly cursors: Cursors;
  readonly sessions: Sessions;
  readonly searchIndexes: SearchIndexes;
  readonly rank: Ranker;
}

/** What a command is carried out with. */
export interface CommandContext extends Deployment {
  readonly db: string;
  /** The live data, or the transaction's. */
  readonly data: Data;
  /** Aborts when the connection is gone. */
  readonly signal: AbortSignal;
}

/** Carries out one command. @throws CommandError which becomes its answer */
export type Handler = (command: Doc, context: CommandContext) => Doc | Promise<Doc>;

/** An empty deployment. */
export function createDeployment(options: {
  profile: Profile;
  searchIndexes: IndexProgress;
  visibility: 'immediate' | 'manual';
}): Deployment {
  const log = createChangeLog();
  const catalog = createCatalog({ log });
  return {
    profile: options.profile,
    clock: createClock(),
    postgres: 'up',
    log,
    catalog,
    cursors: createCursors(),
    sessions: createSessions({ catalog }),
    searchIndexes: createSearchIndexes({
      catalog,
      progress: options.searchIndexes,
      visibility: options.visibility,
    }),
    rank: createRanker(),
  };
}
