import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Config, loadConfig, loadEnvironmentFile, misspeltSettings } from '../../config.ts';
import { AppError, isAbortError, StartupError } from '../../errors.ts';
import { type TenantId, toId } from '../../ids.ts';
import { allTenants } from '../../store/all-tenants.ts';
import { type AuditVerdict, checkAudit } from '../../store/audit-check.ts';
import { backUp } from '../../store/embedded/backup/back-up.ts';
import { listTenants } from '../../store/embedded/backup/list-tenants.ts';
import { restoreTenant } from '../../store/embedded/backup/restore-tenant.ts';
import { readStoredEmbedder } from '../../store/embedded/backup/stored-embedder.ts';
import { type CheckedTenant, checkAudits } from '../../store/embedded/backup/tenant-audits.ts';
import { openEmbeddedStore } from '../../store/embedded/embedded-store.ts';
import { type MongoStore, openMongoStore } from '../../store/mongo/mongo-store.ts';
import { readStoredEmbedder as readDeploymentEmbedder } from '../../store/mongo/stored-embedder.ts';
import { VERSION } from '../../version.ts';
import { feedbackFile } from './feedback.ts';
import { migrate } from './migrate.ts';
import { confirm, operate } from './operate.ts';
import { OPERATOR_COMMANDS } from './operator.ts';
import { USAGE } from './usage.ts';

/** What a command works with. What it prints is what it did, one line each; with `--json` its report is printed instead. */
interface Call {
  readonly config: Config;
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  print(line: string): void;
}

interface Command {
  readonly minArgs: number;
  readonly maxArgs: number;
  run(call: Call): Promise<Report>;
}

/** What a command did or found, for programs. `failure`: what it found is not as it has to be. */
interface Report {
  readonly data: unknown;
  readonly failure?: AppError;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  tenants: { minArgs: 0, maxArgs: 1, run: printTenants },
  backup: { minArgs: 1, maxArgs: 1, run: backup },
  restore: { minArgs: 2, maxArgs: 2, run: restore },
  migrate: { minArgs: 1, maxArgs: 1, run: migrateFolder },
  'verify-audit': { minArgs: 0, maxArgs: 1, run: verifyAudit },
  feedback: { minArgs: 1, maxArgs: 2, run: writeFeedback },
};

/** The process: one command, then its exit code. A signal stops it after undoing what was half done. */
async function main(): Promise<void> {
  const given = process.argv.slice(2);
  const flags = new Set(given.filter((word) => word.startsWith('--')));
  const words = given.filter((word) => !word.startsWith('--'));
  if (words[0] === 'help' || flags.has('--help')) return console.log(USAGE);
  const wrong = [...flags].find((flag) => !FLAGS.has(flag));
  const [name = '', ...args] = words;
  const two = `${name} ${args[0] ?? ''}`;
  if (wrong === undefined && Object.hasOwn(OPERATOR_COMMANDS, name)) return await runOperator(name, args, flags);
  if (wrong === undefined && Object.hasOwn(OPERATOR_COMMANDS, two)) return await runOperator(two, args.slice(1), flags);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (wrong !== undefined || !command || args.length < command.minArgs || args.length > command.maxArgs) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  // What is written holds everybody's documents.
  process.umask(0o077);
  loadEnvironmentFile();
  for (const warning of misspeltSettings()) console.error(warning);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  process.once('SIGTERM', () => stopping.abort());
  const isJson = flags.has('--json');
  const print = (line: string) => isJson || console.log(line);
  const { data, failure } = await command.run({ config: loadConfig(), args, signal: stopping.signal, print });
  if (isJson) printJson(data);
  if (failure) throw failure;
}

const FLAGS = new Set(['--json', '--yes', '--help']);

/** A command that works in the running server, too. */
async function runOperator(command: string, args: readonly string[], flags: ReadonlySet<string>): Promise<void> {
  const { min, max } = OPERATOR_COMMANDS[command] ?? { min: 0, max: 0 };
  if (args.length < min || args.length > max) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  loadEnvironmentFile();
  for (const warning of misspeltSettings()) console.error(warning);
  const config = loadConfig();
  if (command === 'tenant delete' && !flags.has('--yes')) {
    const { lines } = await operate(config, 'tenant show', args);
    await confirm(`This deletes for good: ${lines.slice(0, 2).join(', ')}.`);
  }
  const { lines, data } = await operate(config, command, args);
  if (flags.has('--json')) printJson(data);
  else for (const line of lines) console.log(line);
}

function printJson(data: unknown): void {
  console.log(JSON.stringify(data, null, 2));
}

async function printTenants({ config, args: [folder], print }: Call): Promise<Report> {
  const data = await listTenants(resolve(folder ?? embeddedFolder(config)));
  for (const { id, name, documents } of data) print(`${id}  ${JSON.stringify(name)}  ${count(documents, 'document')}`);
  return { data };
}

async function backup({ config, args: [folder = ''], signal, print }: Call): Promise<Report> {
  const dataDir = embeddedFolder(config);
  const destination = resolve(folder);
  const { files, tenants } = await backUp({
    dataDir,
    signingKeysFile: config.auth.signingKeysFile ?? join(dataDir, 'signing-keys.json'),
    destination,
    version: VERSION,
    signal,
  });
  const documents = sum(Object.values(tenants), (tenant) => tenant.documents);
  const bytes = sum(Object.values(files), (file) => file.bytes);
  const organizations = Object.keys(tenants).length;
  print(`Backed up ${dataDir} to ${destination}; every file was checked.`);
  print(
    `${count(organizations, 'organisation')}, ${count(documents, 'document')}, ${(bytes / 1024 / 1024).toFixed(1)} MB`,
  );
  return { data: { dataDir, destination, organizations, documents, bytes } };
}

async function restore({ config, args: [folder = '', tenant = ''], print }: Call): Promise<Report> {
  const dataDir = embeddedFolder(config);
  const options = { backup: resolve(folder), dataDir, tenantId: toId<TenantId>(tenant) };
  const { documents, chunks, unfinished } = await restoreTenant(options);
  print(`Restored ${tenant} into ${dataDir}; no other organisation was touched.`);
  print(
    `${count(documents, 'document')}, ${count(chunks, 'passage')}, ${unfinished} to be ingested when the server runs`,
  );
  return { data: { id: tenant, dataDir, documents, chunks, unfinished } };
}

async function migrateFolder({ config, args: [folder = ''], signal, print }: Call): Promise<Report> {
  const { mongodbUri, mongodbDatabase, vectorIndexMinChunks } = config.store;
  if (mongodbUri === null)
    throw new AppError('BAD_INPUT', 'Set MONGODB_URI to the deployment that DIR is copied into.');
  const dataDir = resolve(folder);
  const embedder = readStoredEmbedder(dataDir);
  const tenants: unknown[] = [];
  const from = await openEmbeddedStore({ dataDir, embedder });
  try {
    const outdated = await from.outdated();
    if (outdated.length > 0) {
      throw new AppError(
        'CONFLICT',
        `${count(outdated.length, 'organisation')} in ${dataDir} still have vectors of a former embedder, and MongoDB takes those of one alone. Start the server on the folder, wait until its log says 'organisation re-embedded' for all, and stop it.`,
      );
    }
    const to = await openMongoStore({
      uri: mongodbUri,
      databasePrefix: mongodbDatabase,
      embedder,
      vectorIndexMinChunks,
    });
    try {
      for await (const { tenant, copied, present } of migrate({ from, to, signal })) {
        const { id, name } = tenant;
        print(`${id}  ${JSON.stringify(name)}  ${count(copied, 'document')} copied, ${present} there already`);
        tenants.push({ id, name, copied, present });
      }
      if (config.auth.signingKeysFile === null) print(await migrateKeys(dataDir, to));
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
  print(`All of ${dataDir} is in MongoDB; every document was read back and compared.`);
  return { data: tenants };
}

/** The keys of the folder, so that tokens stay good, unless the deployment has keys already. */
async function migrateKeys(dataDir: string, to: MongoStore): Promise<string> {
  const file = join(dataDir, 'signing-keys.json');
  if (!existsSync(file)) return 'There are no signing keys; the first server makes some.';
  const keys = readFileSync(file, 'utf8');
  const kept = await to.signingKeys.claim(async () => keys);
  return kept === keys
    ? 'The signing keys were copied: tokens stay good.'
    : 'MongoDB has signing keys of its own, which stay: everybody has to log in again.';
}

async function verifyAudit({ config, args: [only], signal, print }: Call): Promise<Report> {
  const checked: ({ id: TenantId; name: string } & AuditVerdict)[] = [];
  for await (const { id, name, verdict } of audits(config, signal)) {
    if (only !== undefined && id !== only) continue;
    checked.push({ id, name, ...verdict });
    const { entries, head, faults } = verdict;
    for (const fault of faults) print(`${id}  ${JSON.stringify(name)}  ${fault}`);
    const end = head ? `, ending with ${head.sequence} ${head.hash}` : '';
    if (faults.length === 0) print(`${id}  ${JSON.stringify(name)}  ${count(entries, 'entry', 'entries')}${end}`);
  }
  if (only !== undefined && checked.length === 0) {
    throw new AppError('BAD_INPUT', `There is no organisation ${only}.`);
  }
  const broken = checked.filter(({ faults }) => faults.length > 0).length;
  if (broken === 0) {
    print('All entries are as they were written.');
    return { data: checked };
  }
  const found = `Of ${count(checked.length, 'organisation')}, the log of ${broken} is not as it was written.`;
  return { data: checked, failure: new AppError('CONFLICT', `${found} Compare it with a backup.`) };
}

async function* audits(config: Config, signal: AbortSignal): AsyncGenerator<CheckedTenant> {
  const { mongodbUri: uri, mongodbDatabase: database, dataDir } = config.store;
  if (uri === null) return yield* checkAudits(dataDir, { signal });
  const embedder = await readDeploymentEmbedder({ uri, database });
  const store = await openMongoStore({ uri, databasePrefix: database, embedder });
  try {
    for await (const { id, name, deletedAt } of allTenants(store.directory, { signal })) {
      if (deletedAt) continue;
      const { audit } = await store.openTenant(id);
      yield { id, name, verdict: await checkAudit(audit, { isNotedAtOnce: false, signal }) };
    }
  } finally {
    await store.close();
  }
}

/** What is written into a file is written here, whichever process reads it from the store. */
async function writeFeedback({ config, args: [tenant = '', path], print }: Call): Promise<Report> {
  const { lines, data } = await operate(config, 'feedback', [tenant]);
  for (const line of lines) print(line);
  if (path === undefined) return { data };
  const file = resolve(path);
  await writeFile(file, `${JSON.stringify(data, null, 2)}\n`, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new AppError('BAD_INPUT', `${file} is there already. Name another file.`);
    throw error;
  });
  print(`Written to ${file}, which holds what was asked and the words of the documents. Only you can read it.`);
  const { organization, answers } = feedbackFile.parse(data);
  return { data: { file, organization, answers: answers.length } };
}

/** @throws AppError `BAD_INPUT` where the data is in MongoDB */
function embeddedFolder({ store }: Config): string {
  if (store.mongodbUri === null) return store.dataDir;
  throw new AppError(
    'BAD_INPUT',
    'Carrel runs on MongoDB here, which has its own tools for this (docs/operations.md). Leave MONGODB_URI out to work on DATA_DIR.',
  );
}

function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

main().catch((error: unknown) => {
  const expected = error instanceof StartupError || error instanceof AppError;
  console.error(isAbortError(error) ? 'Stopped. Nothing half done was kept.' : expected ? error.message : error);
  process.exitCode = 1;
});
