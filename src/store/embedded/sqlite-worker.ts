import { notFound } from '../../errors.ts';
import type { TenantId } from '../../ids.ts';
import { serveWorker, workerInput } from '../../lib/worker-rpc.ts';
import type { EmbedderStamp } from '../store.ts';
import { type AttachedFile, openConnection } from './attached-file.ts';
import { checkEmbedder, hasTenant, migrateDirectory } from './directory-file.ts';
import { createDirectoryMethods } from './directory-methods.ts';
import { layOut, makeFile } from './folder.ts';
import { createJobs } from './jobs.ts';
import { clearLeases } from './queue-file.ts';
import { createSweeper } from './sweeper.ts';
import { createTenantFiles } from './tenant-files.ts';
import { createTenantMethods } from './tenant-methods.ts';
import { createVectorCache } from './vector-cache.ts';

/** Each takes three file descriptors; with 24, a thousand tenants are served under a limit of 256. */
const MAX_OPEN_FILES = 24;
const VECTOR_BUDGET_BYTES = 256 * 1024 * 1024;
const DIRECTORY_CACHE_KIB = 8_192;

/** What the worker is started with. */
export interface SqliteWorkerInput {
  readonly dataDir: string;
  readonly dimensions: number;
}

const { dataDir, dimensions } = workerInput<SqliteWorkerInput>();
const folder = layOut(dataDir);
const jobs = createJobs();
const vectors = createVectorCache({ dimensions, budgetBytes: VECTOR_BUDGET_BYTES });
const sweeper = createSweeper({ jobs, files: () => files });
const files = createTenantFiles({
  folder,
  maxOpen: MAX_OPEN_FILES,
  onOpen: ({ tenantId }) => sweeper.sweepSoon(tenantId),
  onDamage: ({ tenantId }) => vectors.forget(tenantId),
});

const connection = openConnection({ cacheKib: DIRECTORY_CACHE_KIB });
let directory: AttachedFile | null = null;

function openDirectory(): AttachedFile {
  if (directory) return directory;
  makeFile(folder.directory);
  const file = connection.attach(folder.directory);
  migrateDirectory(file);
  directory = file;
  return file;
}

const methods = {
  ...createDirectoryMethods({ jobs, file: openDirectory }),
  ...createTenantMethods({
    jobs,
    files,
    vectors,
    dimensions,
    emit: (event) => emit(event),
    sweepSoon: sweeper.sweepSoon,
  }),

  /** Once, when the process takes the folder. */
  start: ({ embedder }: { embedder: EmbedderStamp }, { signal }: { signal: AbortSignal }) =>
    jobs.run(() => {
      checkEmbedder(openDirectory(), embedder);
      clearLeases(openDirectory());
    }, signal),

  /** Whether the tenant exists, and whether its file, where there is one, is its own. */
  openTenant: ({ tenantId }: { tenantId: TenantId }, { signal }: { signal: AbortSignal }) =>
    jobs.run(() => {
      if (!hasTenant(openDirectory(), tenantId)) throw notFound('organisation');
      if (files.exists(tenantId)) files.use(tenantId, () => {});
    }, signal),

  close: (_: Record<string, never>, { signal }: { signal: AbortSignal }) => {
    sweeper.stop();
    return jobs.run(() => {
      files.close();
      connection.detach();
      directory = null;
    }, signal);
  },
};

/** What can be called in the worker. */
export type SqliteMethods = typeof methods;

const { emit } = serveWorker(methods);
