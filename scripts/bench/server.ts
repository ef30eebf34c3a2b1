import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Carrel as a process of its own, as users run it. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to its first answered query, in ms. */
  readonly startMs: number;
  /** A number from /metrics. */
  metric(name: string): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts the compiled server on a free port. `openFiles`: the most files that it may have open; `main`: what starts it
 * instead of its own; `env`: further settings.
 */
export async function startServer(
  dataDir: string,
  { openFiles, main = MAIN, env: own = {} }: { openFiles?: number; main?: string; env?: Record<string, string> } = {},
): Promise<ServerProcess> {
  const begin = performance.now();
  const env = {
    NODE_ENV: 'production',
    ...process.env,
    PORT: '0',
    DATA_DIR: dataDir,
    RATE_LIMITS: 'off',
    LANGUAGE_MODEL: 'quoting',
    LOG_LEVEL: 'info',
    ...own,
  };
  const limit = openFiles ? `ulimit -n ${openFiles}; ` : '';
  const child = spawn('bash', ['-c', `${limit}exec "$0" --max-semi-space-size=4 "$1"`, process.execPath, main], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readyAt(child);
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ system { version } }"}',
  });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  await response.text();
  const startMs = performance.now() - begin;
  return {
    url,
    pid: child.pid ?? Number.NaN,
    startMs,
    metric: (name) => readMetric(url, name),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** A number from a server's /metrics. */
async function readMetric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.split(' ')[1]);
}

/** Waits until all that came in is embedded, sentences too; of a server that shows no metrics it waits for nothing. */
export async function untilEmbedded(url: string): Promise<void> {
  for (const queue of ['carrel_ingestion_queue', 'carrel_sentences_queue']) {
    while ((await readMetric(url, queue)) > 0) await setTimeout(20);
  }
}

/** Runs with a data folder that is removed afterwards. */
export async function withDataDir<T>(run: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'carrel-bench-'));
  try {
    return await run(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function readyAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready.`)));
    if (!child.stdout) return reject(new Error('The server has no output.'));
    // The lines go on being read, so that the pipe never fills.
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, url } = JSON.parse(line) as { msg: string; url?: string };
      if (msg === 'ready' && url) resolve(new URL(url).origin);
    });
  });
}
