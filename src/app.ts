import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { openAccess } from './app/access.ts';
import type { Assembly } from './app/assembly.ts';
import { createBackground } from './app/background.ts';
import { openLimits } from './app/limits.ts';
import { openModels } from './app/models.ts';
import { openOperatorControl } from './app/operator-control.ts';
import { createServices } from './app/services.ts';
import { openStorage } from './app/storage.ts';
import type { Config } from './config.ts';
import { requireOcrPackages } from './documents/parsers/ocr/ocr-packages.ts';
import { AppError } from './errors.ts';
import { ENDPOINT } from './graphql/yoga.ts';
import { createFollowedClock, type FollowedClock } from './lib/followed-clock.ts';
import type { AnswerModel } from './models/answer-model.ts';
import { loadClientFiles } from './ops/client-files.ts';
import { createHealth } from './ops/health.ts';
import { listen } from './ops/http-server.ts';
import type { Logger } from './ops/logging.ts';
import { createMetrics } from './ops/metrics.ts';
import { schema } from './schema.ts';
import { serveApi, serveOperators } from './serve.ts';
import type { Store } from './store/store.ts';
import { createDeletion } from './tenants/deletion.ts';

/** A running server. */
export interface App {
  /** Such as http://localhost:4000; the API is at /graphql below it. */
  readonly url: string;
  /** Ends streams with a reason, finishes queries, hands unfinished documents back and closes everything. */
  close(): Promise<void>;
}

/** What tests replace: the language model's edge and the clock's; and what they watch. */
export interface AppOverrides {
  readonly answerModel?: AnswerModel;
  readonly schema?: GraphQLSchema;
  /** Puts something between Carrel and its store, whichever it is. */
  wrapStore?(store: Store): Store;
  now?(): Date;
  /** Where the built browser client is. */
  readonly clientFolder?: string;
}

/**
 * Puts Carrel together and serves it: `app/` has the parts, `adapters/` opens what the configuration chooses.
 * @throws AppError or StartupError with what is wrong and what to do, after closing what was open already
 */
export async function startApp(config: Config, logger: Logger, overrides: AppOverrides = {}): Promise<App> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step();
  };
  const shutdown = new AbortController();
  const clock = createFollowedClock();
  const assembly: Assembly = {
    config,
    logger,
    metrics: createMetrics(),
    shutdown: shutdown.signal,
    now: overrides.now ?? clock.now,
    onUnexpected: (error) => logger.error({ err: error }, 'unexpected failure'),
    onClose: (step) => closers.push(step),
  };
  try {
    return { url: await assemble(assembly, { shutdown, clock }, overrides), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens part after part, each with its way to be closed, and gives the address at which it listens. */
async function assemble(
  assembly: Assembly,
  { shutdown, clock }: { shutdown: AbortController; clock: FollowedClock },
  overrides: AppOverrides,
): Promise<string> {
  const { config, logger, metrics, now, onClose } = assembly;
  const { role, port } = config.server;
  if (config.documents.ocr && role !== 'api') requireOcrPackages(config.documents.ocrLanguages);

  const storage = await openStorage(assembly, overrides);
  const { store, embedder, openTenant } = storage;
  // The processes of one database agree on when a token ends, although their clocks may not.
  if (config.store.mongodbUri !== null) {
    const unfollow = await clock.follow(() => store.now());
    onClose(async () => unfollow());
  }
  const models = await openModels(assembly, storage, overrides);
  const access = await openAccess(assembly, storage, { onChanged: models.models.forget });
  const { directory, keys } = access;
  const limits = openLimits(assembly, storage);
  const deletion = createDeletion({ directory, removeData: (id) => store.removeTenant(id), now });
  await openOperatorControl(assembly, { store, directory, deletion, keys, secrets: models.secrets });
  const background = createBackground(assembly, storage, deletion);
  const { ingestion } = background;
  const services = createServices(assembly, { storage, models, access, limits, ingestion, deletion });

  const health = createHealth({ store: (options) => store.ping(options), embedder: () => embedder.ready() });
  const operators = { health, metrics, logger };
  const client =
    role === 'worker' ? null : await loadClientFiles(overrides.clientFolder ?? join(import.meta.dirname, 'web'));
  const serving =
    role === 'worker'
      ? serveOperators(operators)
      : serveApi(config, {
          ...operators,
          schema: overrides.schema ?? schema,
          services,
          access: access.watch,
          openTenant,
          keys,
          client,
        });
  if (role !== 'api') background.start();
  onClose(async () => {
    health.drain();
    shutdown.abort(
      new AppError('STORE_UNAVAILABLE', 'The server is stopping. Ask again in a moment.', { retryAfterSeconds: 5 }),
    );
    await Promise.all([serving.stop(), services.runs.close(), background.stop()]);
  });
  const url = await listen(serving.http, config.server);
  // Who lets the system choose a port learns it from this line alone, whatever else is logged.
  const announcer = port === 0 && config.log.level !== 'silent' ? logger.child({}, { level: 'info' }) : logger;
  const addresses = role === 'worker' ? { url } : { url: `${url}${ENDPOINT}`, ...(client && { client: url }) };
  announcer.info({ ...addresses, role }, 'ready');
  return url;
}
