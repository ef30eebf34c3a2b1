import { stat } from 'node:fs/promises';
import { isAbortError, StartupError } from '../errors.ts';
import { ApiError, createApi } from './api.ts';
import { createCarrel } from './carrel.ts';
import { createFingerprint } from './files.ts';
import { importFolder } from './import-folder.ts';
import { HELP, type ImportOptions, parseOptions } from './options.ts';
import { createProgress } from './progress.ts';
import { describeResult, isComplete, resultAsJson } from './summary.ts';
import { passOnChange } from './watch.ts';

/** The process: one import, or one after another, then its exit code. A signal stops it; the next run goes on. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), process.env);
  if (!options) return console.log(HELP);
  await requireFolder(options.folder);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  process.once('SIGTERM', () => stopping.abort());
  await run(options, stopping.signal);
}

async function run(options: ImportOptions, signal: AbortSignal): Promise<void> {
  const parts = {
    carrel: createCarrel(createApi({ ...options, isPatient: options.watch, signal }), options),
    fingerprint: createFingerprint(),
    progress: createProgress(process.stderr),
    signal,
  };
  const pass = async () => {
    const result = await importFolder(options, parts);
    console.log(options.json ? resultAsJson(result) : describeResult(result));
    process.exitCode = isComplete(result) ? 0 : 1;
  };
  if (options.watch) await passOnChange(options.folder, pass, { signal });
  else await pass();
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new StartupError(`There is no folder ${folder}.`);
}

main().catch((error: unknown) => {
  const isStopped = isAbortError(error);
  const expected = error instanceof StartupError || error instanceof ApiError;
  console.error(isStopped ? 'Stopped. Run it again to go on.' : expected ? error.message : error);
  process.exitCode = isStopped ? 130 : 2;
});
