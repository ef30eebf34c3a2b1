import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, notFound } from '../../errors.ts';
import type { OwnerId, TenantId } from '../../ids.ts';
import { serveWorker, workerInput } from '../../lib/worker-rpc.ts';
import type { Scope } from '../access.ts';
import type { EmbedderStamp } from '../embedder-stamp.ts';
import * as answers from './answers-file.ts';
import * as apiTokens from './api-tokens-file.ts';
import { type AttachedFile, openConnection } from './attached-file.ts';
import * as audits from './audit-file.ts';
import { createChunkCache } from './chunk-cache.ts';
import * as conversations from './conversations-file.ts';
import * as counters from './counters-file.ts';
import * as credentials from './credentials-file.ts';
import * as directories from './directory-file.ts';
import * as embedders from './embedders-file.ts';
import { checkWritable, isMissing, layOut, makeFile } from './folder.ts';
import * as invitations from './invitations-file.ts';
import { createJobs, type JobTurn } from './jobs.ts';
import * as kept from './kept-file.ts';
import * as memberships from './memberships-file.ts';
import * as passwordResets from './password-resets-file.ts';
import * as queues from './queue-file.ts';
import type { Implementation, WorkerPorts } from './remote.ts';
import * as runs from './runs-file.ts';
import * as sessions from './sessions-file.ts';
import { createSweeper } from './sweeper.ts';
import { embedderIn } from './tenant-embedder.ts';
import { createTenantFiles, type TenantFile } from './tenant-files.ts';
import { AGAIN, createTenantMethods } from './tenant-methods.ts';

/** Each takes three file descriptors; with 24, a thousand tenants are served under a limit of 256. */
const MAX_OPEN_FILES = 24;
/** Of what searches need in memory. */
const CACHE_BUDGET_BYTES = 256 * 1024 * 1024;
const DIRECTORY_CACHE_KIB = 8_192;

/** What the worker is started with. */
export interface SqliteWorkerInput {
  readonly dataDir: string;
  /** Whose vectors all tenants have, or will have. */
  readonly embedder: EmbedderStamp;
}

const { dataDir, embedder } = workerInput<SqliteWorkerInput>();
const folder = layOut(dataDir);
const jobs = createJobs();
const cache = createChunkCache({ budgetBytes: CACHE_BUDGET_BYTES });
const sweeper = createSweeper({ jobs, files: () => files });
const files = createTenantFiles({
  folder,
  maxOpen: MAX_OPEN_FILES,
  isKnown: (id) => directories.hasTenant(openDirectory(), id),
  mustExist: (id) => directories.hasTenantFile(openDirectory(), id),
  embedder,
  embedderOf: (id) => embedders.embedderOf(openDirectory(), id),
  onOpen: (tenant) => {
    const { tenantId } = tenant;
    noteTenant(tenant);
    sweeper.sweepSoon(tenantId);
  },
  onDamage: ({ tenantId }) => cache.forget(tenantId),
});
const connection = openConnection({ cacheKib: DIRECTORY_CACHE_KIB });
let directory: AttachedFile | null = null;

function openDirectory(): AttachedFile {
  if (directory) return directory;
  makeFile(folder.directory);
  const file = connection.attach(folder.directory);
  directories.migrateDirectory(file, { first: refuseLostDirectory });
  directory = file;
  return file;
}

function noteTenant({ tenantId, file }: TenantFile): void {
  embedders.noteTenantFile(openDirectory(), tenantId, embedderIn(file));
}

/**
 * For a directory with nothing in it. One that has its size may be such, too: without the log beside it (`directory.db-wal`),
 * which a killed server leaves, it can be as it was made.
 * @throws AppError `STORE_UNAVAILABLE` where organisations have files
 */
function refuseLostDirectory(): void {
  const tenants = dirname(folder.tenant('' as TenantId));
  if (!readdirSync(tenants).some((name) => name.endsWith('.db'))) return;
  throw new AppError(
    'STORE_UNAVAILABLE',
    `The data folder ${dataDir} holds the files of organisations, but its directory.db is missing or empty. Bring it back from a backup, with the directory.db-wal beside it if there is one, then start again.`,
  );
}

const store: Implementation<WorkerPorts['store'], []> = {
  start: () => {
    // Nothing is made in the place of one that is gone.
    if (isMissing(folder.directory)) refuseLostDirectory();
    embedders.noteEmbedder(openDirectory(), embedder);
    queues.clearLeases(openDirectory());
  },
  outdated: () => embedders.outdated(openDirectory(), embedder),
  openTenant: (id) => {
    if (!directories.hasTenant(openDirectory(), id)) throw notFound('organisation');
    if (files.exists(id) || directories.hasTenantFile(openDirectory(), id)) files.use(id, () => {});
  },
  removeTenant: (id) => {
    if (directories.hasTenant(openDirectory(), id)) throw new TypeError('Only what is being deleted is removed.');
    files.remove(id);
    cache.forget(id);
  },
  ping: () => {
    openDirectory().checkThere();
    directories.hasUsers(openDirectory());
    checkWritable(folder);
  },
  close: () => {
    sweeper.stop();
    files.close();
    connection.detach();
    directory = null;
  },
};
const directoryPort: Implementation<WorkerPorts['directory'], [AttachedFile]> = {
  ...directories,
  ...memberships,
  ...credentials,
};
const passwordResetsPort: Implementation<WorkerPorts['passwordResets'], [AttachedFile]> = passwordResets;
const apiTokensPort: Implementation<WorkerPorts['apiTokens'], [AttachedFile]> = apiTokens;
const invitationsPort: Implementation<WorkerPorts['invitations'], [AttachedFile]> = invitations;
const sessionsPort: Implementation<WorkerPorts['sessions'], [AttachedFile]> = sessions;
const queuePort: Implementation<WorkerPorts['queue'], [AttachedFile]> = queues;
const countersPort: Implementation<WorkerPorts['counters'], [AttachedFile]> = counters;
const auditPort: Implementation<WorkerPorts['audit'], [TenantFile]> = audits;
const conversationsPort: Implementation<WorkerPorts['conversations'], [TenantFile, OwnerId]> = conversations;
const answersPort: Implementation<WorkerPorts['answers'], [TenantFile, Scope, OwnerId]> = { ...answers, ...runs };
const keptPort: Implementation<WorkerPorts['kept'], [TenantFile]> = kept;
const tenantPorts = createTenantMethods({
  cache,
  embedder,
  emit: (event) => emit(event),
  sweepSoon: sweeper.sweepSoon,
  onSwitched: noteTenant,
});

type Args = readonly unknown[];

/** What runs a port's methods, with what they work on, and whose turns they take. */
interface Runner {
  run(method: (...args: never[]) => unknown, args: Args): unknown;
  turnOf(name: string, args: Args): JobTurn;
}

/** What is asked of a caller before anything else is, by everybody. */
const FIRST = new Set(['directory.findMembers', 'sessions.findMany', 'apiTokens.find']);
/** All whose files are not made yet: a burst of registrations makes as many as it likes. */
const NEWCOMERS = 'newcomers';

const turnOfShared = (name: string): JobTurn => ({ user: name, priority: FIRST.has(name) ? 'HIGH' : 'NORMAL' });
const onStore: Runner = {
  run: call,
  // What was asked for before the end is done before it.
  turnOf: (name) => (name === 'store.close' ? { user: name, priority: 'LOW' } : turnOfShared(name)),
};
const onFile: Runner = { run: (method, args) => call(method, [openDirectory(), ...args]), turnOf: turnOfShared };
const onTenant: Runner = {
  run: (method, [tenantId, ...args]) =>
    files.use(tenantId as TenantId, (tenant: TenantFile) => call(method, [tenant, ...args])),
  turnOf: (_name, [tenantId]) => ({ user: files.exists(tenantId as TenantId) ? (tenantId as TenantId) : NEWCOMERS }),
};
const RUNS: Readonly<Record<keyof WorkerPorts, readonly [port: object, runner: Runner]>> = {
  store: [store, onStore],
  directory: [directoryPort, onFile],
  sessions: [sessionsPort, onFile],
  passwordResets: [passwordResetsPort, onFile],
  invitations: [invitationsPort, onFile],
  apiTokens: [apiTokensPort, onFile],
  queue: [queuePort, onFile],
  counters: [countersPort, onFile],
  documents: [tenantPorts.documents, onTenant],
  chunks: [tenantPorts.chunks, onTenant],
  tenant: [tenantPorts.tenant, onTenant],
  ingestion: [tenantPorts.ingestion, onTenant],
  reembedding: [tenantPorts.reembedding, onTenant],
  audit: [auditPort, onTenant],
  conversations: [conversationsPort, onTenant],
  answers: [answersPort, onTenant],
  kept: [keptPort, onTenant],
};

/** The types of the two sides are those of the ports (`Implementation`); between them a call is data. */
function call(method: (...args: never[]) => unknown, args: Args): unknown {
  return method(...(args as never[]));
}

const methods = Object.fromEntries(
  Object.entries(RUNS).flatMap(([port, [implementation, { run, turnOf }]]) =>
    Object.entries(implementation).map(([ownName, method]) => {
      const name = `${port}.${ownName}`;
      const work = async (args: Args, { signal }: { signal: AbortSignal }) => {
        for (;;) {
          const result = await jobs.run(() => run(method, args), { ...turnOf(name, args), signal });
          if (result !== AGAIN) return result;
        }
      };
      return [name, work];
    }),
  ),
);

/** What can be called in the worker: `port.method`, with the arguments in order. */
export type SqliteMethods = Record<string, (args: Args, context: { signal: AbortSignal }) => Promise<unknown>>;

const { emit } = serveWorker<SqliteMethods>(methods);
