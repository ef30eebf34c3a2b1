import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Config, loadConfig, loadEnvironmentFile, misspeltSettings } from '../../config.ts';
import { AppError, isAbortError, StartupError } from '../../errors.ts';
import { type TenantId, toId } from '../../ids.ts';
import { allTenants } from '../../store/all-tenants.ts';
import { checkAudit } from '../../store/audit-check.ts';
import { backUp } from '../../store/embedded/backup/back-up.ts';
import { listTenants } from '../../store/embedded/backup/list-tenants.ts';
import { restoreTenant } from '../../store/embedded/backup/restore-tenant.ts';
import { readStoredEmbedder } from '../../store/embedded/backup/stored-embedder.ts';
import { type CheckedTenant, checkAudits } from '../../store/embedded/backup/tenant-audits.ts';
import { openEmbeddedStore } from '../../store/embedded/embedded-store.ts';
import { type MongoStore, openMongoStore } from '../../store/mongo/mongo-store.ts';
import { readStoredEmbedder as readDeploymentEmbedder } from '../../store/mongo/stored-embedder.ts';
import { VERSION } from '../../version.ts';
import { migrate } from './migrate.ts';
import { confirm, operate } from './operate.ts';
import { OPERATOR_COMMANDS } from './operator.ts';

const USAGE = `Operator commands of Carrel ${VERSION}; settings come from the environment and .env, as the server's do.

  npm run admin -- tenants [DIR]         list the organisations of DATA_DIR, or of another data folder or a backup
  npm run admin -- backup DIR            copy DATA_DIR into the new folder DIR; the server may run
  npm run admin -- restore DIR TENANT    bring one organisation back from the backup DIR; the server must be stopped
  npm run admin -- migrate DIR           copy the data folder DIR into MONGODB_URI; the servers must be stopped
  npm run admin -- verify-audit [TENANT] check that the audit log, of one organisation or of all, is as it was written

  npm run admin -- tenant list           list the organisations, on either store, while the server runs or not
  npm run admin -- tenant show ID        one organisation with what it has
  npm run admin -- tenant limits ID [documents=N] [storage-bytes=N] [questions-per-day=N]
                                         show or set its own limits: a number, none, or default
  npm run admin -- tenant suspend ID     let nobody in; what its members have open is closed within a second
  npm run admin -- tenant resume ID      let them in again
  npm run admin -- tenant delete ID      delete it with all that it has; asks first, unless --yes is given
  npm run admin -- rotate-keys           make a new key that signs tokens; nobody is logged out
  npm run admin -- user list ID          the members of an organisation
  npm run admin -- user reset-password EMAIL
                                         a token by which somebody chooses another password within the hour
  npm run admin -- user suspend EMAIL    let the account in nowhere
  npm run admin -- user resume EMAIL     let it in again

  --json prints JSON instead of lines, --yes answers what is asked, --help or help shows this.
  The exit code is 0 when all went well, 1 when it did not, 2 for what is no command.
`;

/** What a command works with. What it prints is what it did, one line each. */
interface Call {
  readonly config: Config;
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  print(line: string): void;
}

interface Command {
  readonly minArgs: number;
  readonly maxArgs: number;
  run(call: Call): Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  tenants: { minArgs: 0, maxArgs: 1, run: printTenants },
  backup: { minArgs: 1, maxArgs: 1, run: backup },
  restore: { minArgs: 2, maxArgs: 2, run: restore },
  migrate: { minArgs: 1, maxArgs: 1, run: migrateFolder },
  'verify-audit': { minArgs: 0, maxArgs: 1, run: verifyAudit },
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
  await command.run({ config: loadConfig(), args, signal: stopping.signal, print: (line) => console.log(line) });
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
  if (flags.has('--json')) console.log(JSON.stringify(data, null, 2));
  else for (const line of lines) console.log(line);
}

async function printTenants({ config, args: [folder], print }: Call): Promise<void> {
  for (const { id, name, documents } of await listTenants(resolve(folder ?? embeddedFolder(config)))) {
    print(`${id}  ${JSON.stringify(name)}  ${count(documents, 'document')}`);
  }
}

async function backup({ config, args: [folder = ''], signal, print }: Call): Promise<void> {
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
  const megabytes = sum(Object.values(files), (file) => file.bytes) / 1024 / 1024;
  print(`Backed up ${dataDir} to ${destination}; every file was checked.`);
  print(
    `${count(Object.keys(tenants).length, 'organisation')}, ${count(documents, 'document')}, ${megabytes.toFixed(1)} MB`,
  );
}

async function restore({ config, args: [folder = '', tenant = ''], print }: Call): Promise<void> {
  const dataDir = embeddedFolder(config);
  const options = { backup: resolve(folder), dataDir, tenantId: toId<TenantId>(tenant) };
  const { documents, chunks, unfinished } = await restoreTenant(options);
  print(`Restored ${tenant} into ${dataDir}; no other organisation was touched.`);
  print(
    `${count(documents, 'document')}, ${count(chunks, 'passage')}, ${unfinished} to be ingested when the server runs`,
  );
}

async function migrateFolder({ config, args: [folder = ''], signal, print }: Call): Promise<void> {
  const { mongodbUri, mongodbDatabase, vectorIndexMinChunks } = config.store;
  if (mongodbUri === null)
    throw new AppError('BAD_INPUT', 'Set MONGODB_URI to the deployment that DIR is copied into.');
  const dataDir = resolve(folder);
  const embedder = readStoredEmbedder(dataDir);
  const from = await openEmbeddedStore({ dataDir, embedder });
  try {
    const to = await openMongoStore({
      uri: mongodbUri,
      databasePrefix: mongodbDatabase,
      embedder,
      vectorIndexMinChunks,
    });
    try {
      for await (const { tenant, copied, present } of migrate({ from, to, signal })) {
        print(
          `${tenant.id}  ${JSON.stringify(tenant.name)}  ${count(copied, 'document')} copied, ${present} there already`,
        );
      }
      if (config.auth.signingKeysFile === null) print(await migrateKeys(dataDir, to));
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
  print(`All of ${dataDir} is in MongoDB; every document was read back and compared.`);
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

/** @throws AppError `CONFLICT` where a log is not as it was written */
async function verifyAudit({ config, args: [only], signal, print }: Call): Promise<void> {
  let checked = 0;
  let broken = 0;
  for await (const { id, name, verdict } of audits(config, signal)) {
    if (only !== undefined && id !== only) continue;
    checked += 1;
    const { entries, head, faults } = verdict;
    if (faults.length > 0) broken += 1;
    for (const fault of faults) print(`${id}  ${JSON.stringify(name)}  ${fault}`);
    const end = head ? `, ending with ${head.sequence} ${head.hash}` : '';
    if (faults.length === 0) print(`${id}  ${JSON.stringify(name)}  ${count(entries, 'entry', 'entries')}${end}`);
  }
  if (only !== undefined && checked === 0) throw new AppError('BAD_INPUT', `There is no organisation ${only}.`);
  if (broken === 0) return print('All entries are as they were written.');
  throw new AppError(
    'CONFLICT',
    `Of ${count(checked, 'organisation')}, the log of ${broken} is not as it was written. Compare it with a backup.`,
  );
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
