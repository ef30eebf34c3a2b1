import { loadConfig, loadEnvironmentFile, misspeltSettings } from './config.ts';
import { AppError, StartupError } from './errors.ts';
import { createLogger } from './ops/logging.ts';

/** The process: reads the environment, starts, and stops on a signal; a second signal ends it at once. */
async function main(): Promise<void> {
  const envFile = loadEnvironmentFile();
  const config = loadConfig();
  const logger = createLogger(config.log);
  if (envFile !== null) logger.info({ file: envFile }, 'settings read');
  for (const warning of misspeltSettings()) logger.warn(warning);
  let stopping = false;
  const starting = load().then((startApp) => startApp(config, logger));

  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    try {
      const app = await starting;
      await app.close();
      logger.info('stopped');
      process.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'stopping failed');
      process.exit(1);
    }
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Node would print its warnings as text beside the log. Experimental is what older releases call some of what we use.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    logger[warning.name === 'ExperimentalWarning' ? 'debug' : 'warn']({ err: warning }, 'warning of Node');
  });
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'unhandled rejection'));
  await starting;
}

/**
 * Node opens all files of an import graph at once. Loaded in steps, Carrel starts under a limit of 256 open files too,
 * which is what some systems give a process.
 */
async function load() {
  await import('graphql-yoga');
  await import('./schema.ts');
  const { startApp } = await import('./app.ts');
  return startApp;
}

main().catch((error: unknown) => {
  const expected = error instanceof StartupError || error instanceof AppError;
  console.error(expected ? error.message : error);
  process.exit(1);
});
