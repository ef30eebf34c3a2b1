import { type Config, loadConfig, loadEnvironmentFile, misspeltSettings } from '../../config.ts';
import { AppError, isAbortError, StartupError } from '../../errors.ts';
import { backup, printTenants, restore } from './commands/backup.ts';
import type { Command } from './commands/command.ts';
import { migrateFolder } from './commands/migrate-folder.ts';
import { verifyAudit } from './commands/verify-audit.ts';
import { writeFeedback } from './commands/write-feedback.ts';
import { confirm, operate } from './operate.ts';
import { OPERATOR_COMMANDS } from './operator.ts';
import { USAGE } from './usage.ts';

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
    return printUsage();
  }
  // What is written holds everybody's documents.
  process.umask(0o077);
  const config = readConfig();
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  process.once('SIGTERM', () => stopping.abort());
  const isJson = flags.has('--json');
  const print = (line: string) => isJson || console.log(line);
  const { data, failure } = await command.run({ config, args, signal: stopping.signal, print });
  if (isJson) printJson(data);
  if (failure) throw failure;
}

const FLAGS = new Set(['--json', '--yes', '--help']);

/** A command that works in the running server, too. */
async function runOperator(command: string, args: readonly string[], flags: ReadonlySet<string>): Promise<void> {
  const { min, max } = OPERATOR_COMMANDS[command] ?? { min: 0, max: 0 };
  if (args.length < min || args.length > max) return printUsage();
  const config = readConfig();
  if (command === 'tenant delete' && !flags.has('--yes')) {
    const { lines } = await operate(config, 'tenant show', args);
    await confirm(`This deletes for good: ${lines.slice(0, 2).join(', ')}.`);
  }
  const { lines, data } = await operate(config, command, args);
  if (flags.has('--json')) printJson(data);
  else for (const line of lines) console.log(line);
}

function readConfig(): Config {
  loadEnvironmentFile();
  for (const warning of misspeltSettings()) console.error(warning);
  return loadConfig();
}

/** For who asked for what is no command. */
function printUsage(): void {
  console.error(USAGE);
  process.exitCode = 2;
}

function printJson(data: unknown): void {
  console.log(JSON.stringify(data, null, 2));
}

main().catch((error: unknown) => {
  const expected = error instanceof StartupError || error instanceof AppError;
  console.error(isAbortError(error) ? 'Stopped. Nothing half done was kept.' : expected ? error.message : error);
  process.exitCode = 1;
});
