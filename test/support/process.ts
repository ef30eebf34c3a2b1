import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { compiledFile } from './compiled.ts';

/** Carrel as an operator runs it: a process of its own. */
export interface CarrelProcess {
  readonly child: ChildProcess;
  /** Lines of its log so far, parsed; what is no JSON is left out. */
  readonly log: Record<string, unknown>[];
  /** What it printed on standard error so far. */
  stderr(): string;
  /** The next line of the log with this message, or one that has come already. @throws Error when the process ends first */
  line(message: string): Promise<Record<string, unknown>>;
  /** Its address, once it is ready. */
  url(): Promise<string>;
  /** With what code it ended; null after a signal. */
  readonly exited: Promise<number | null>;
  /** Sends SIGTERM and gives the exit code. */
  stop(): Promise<number | null>;
}

/** Starts it in a folder, with these settings and no others. */
export function startCarrel(cwd: string, env: Record<string, string> = {}): CarrelProcess {
  const child = spawn(process.execPath, [compiledFile('src/main.ts')], {
    cwd,
    env: { PATH: process.env['PATH'], PORT: '0', LANGUAGE_MODEL: 'quoting', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: Record<string, unknown>[] = [];
  let errors = '';
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const waiter of waiting) waiter();
    waiting.clear();
  };
  let ended = false;
  child.stderr.on('data', (data) => {
    errors += data;
  });
  createInterface({ input: child.stdout }).on('line', (text) => {
    if (text.startsWith('{')) log.push(JSON.parse(text));
    wake();
  });
  const exited = once(child, 'close').then(([code]) => {
    ended = true;
    wake();
    return code as number | null;
  });

  const carrel: CarrelProcess = {
    child,
    log,
    exited,
    stderr: () => errors,
    line: async (message) => {
      for (;;) {
        const found = log.find(({ msg }) => msg === message);
        if (found) return found;
        if (ended) throw new Error(`It ended before '${message}': ${errors}`);
        await new Promise<void>((resolve) => waiting.add(resolve));
      }
    },
    url: async () => String((await carrel.line('ready'))['url']).replace('/graphql', ''),
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
  return carrel;
}

/** Starts an import: its output, line by line, and its end. `stop` sends what Ctrl-C does. */
export function startImport(
  args: readonly string[],
  env: Record<string, string>,
): { lines: AsyncIterableIterator<string>; ended: Promise<{ code: number; stderr: string }>; stop(): void } {
  const options = { env: { PATH: process.env['PATH'], ...env } };
  const child = spawn(process.execPath, [compiledFile('src/import/main.ts'), ...args], options);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? -1, stderr }));
  });
  return { lines: createInterface(child.stdout)[Symbol.asyncIterator](), ended, stop: () => child.kill('SIGINT') };
}

/** Runs an operator command in a folder, with these settings and no others: its exit code and what it printed. */
export async function runAdmin(
  args: readonly string[],
  { cwd, env }: { cwd: string; env: Record<string, string> },
): Promise<{ code: number; stdout: string; stderr: string }> {
  const options = { cwd, env: { PATH: process.env['PATH'], ...env } };
  return await promisify(execFile)(process.execPath, [compiledFile('src/ops/admin.ts'), ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code: Number(code), stdout: String(stdout), stderr: String(stderr) }),
  );
}

/** A port that somebody else listens on. */
export async function takenPort(): Promise<{ port: number; free(): void }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('A server that listens has a port.');
  return { port: address.port, free: () => server.close() };
}

/** An empty folder. */
export async function newFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'carrel-process-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
