import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { LoginDocument, RegisterDocument } from '../../schema/typed/graphql.ts';
import { createClient } from '../../test/support/client.ts';
import { readCorpus } from './corpus.ts';
import { MAKERS } from './format-files.ts';
import type { Bench, Row } from './row.ts';
import { type ServerProcess, startServer, untilEmbedded, withDataDir } from './server.ts';

const COUNTS = [1, 100, 1_000];
/** UTF-16 code units: a page of a novel. */
const PAGE_LENGTH = 1_500;
const MEBIBYTE = 2 ** 20;

/** What a PDF takes of memory while it is read and embedded, by how many pages it has, and how long it keeps the server from anything else. */
export const pages: Bench = {
  name: 'pages',
  run: async () => {
    const corpus = (await readCorpus()).replace(/\s+/g, ' ');
    const rows: Row[] = [];
    for (const count of COUNTS) rows.push(...(await withDataDir((dataDir) => measure(dataDir, count, corpus))));
    return rows;
  },
};

async function measure(dataDir: string, count: number, corpus: string): Promise<Row[]> {
  const server = await startServer(dataDir);
  try {
    const input = { email: 'bench@example.com', password: 'correct horse' };
    const { register } = await createClient(server.url).data(RegisterDocument, { input });
    const client = createClient(server.url, register.accessToken);
    await client.ingest('warm-up.txt', 'The first passage loads the model.');
    await untilEmbedded(server.url);
    const file = new Blob([new Uint8Array(Buffer.from(MAKERS['pdf']?.(pagesFrom(corpus, count)) ?? ''))]);
    const idle = status(server.pid, 'VmRSS');
    await server.metric('nodejs_eventloop_lag_max_seconds');
    const [peak, blockedMs] = await watched(server, async () => {
      const { body } = await client.upload(file, 'novel.pdf', { wait: false });
      const id = body.data?.ingestFile.document.id;
      if (id === undefined) throw new Error(`The file was not taken: ${JSON.stringify(body)}`);
      await untilEmbedded(server.url);
      // It may take longer than a token lasts.
      const { login } = await createClient(server.url).data(LoginDocument, { input });
      const document = await createClient(server.url, login.accessToken).document(id);
      if (document?.status !== 'SEARCHABLE' || document.pageCount !== count)
        throw new Error(`The file is ${document?.status} with ${document?.pageCount} pages: ${document?.error}`);
    });
    console.error(`pages: ${count}, idle ${idle / MEBIBYTE}, peak ${peak / MEBIBYTE} MiB, blocked ${blockedMs} ms`);
    const what = `PDF of ${count} pages`;
    return [
      {
        what: `${what}: memory of the server and its reader above that of the idle server, at most`,
        unit: 'MiB',
        runs: [(peak - idle) / MEBIBYTE],
        bar: { atMost: 250 },
      },
      { what: `${what}: the event loop stands still for at most`, unit: 'ms', runs: [blockedMs], bar: null },
    ];
  } finally {
    await server.stop();
  }
}

function pagesFrom(corpus: string, count: number): string[][] {
  return Array.from({ length: count }, (_, page) => {
    const at = (page * PAGE_LENGTH) % (corpus.length - PAGE_LENGTH);
    return [corpus.slice(at, at + PAGE_LENGTH)];
  });
}

/** The most memory that the server and the processes that it started had while something went on, and how long its event loop stood still. */
async function watched(server: ServerProcess, work: () => Promise<void>): Promise<[peak: number, blockedMs: number]> {
  // What it had at most is counted from now on (proc(5)).
  writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
  let isOver = false;
  const working = work().finally(() => {
    isOver = true;
  });
  let [peak, blockedMs] = [0, 0];
  while (!isOver) {
    const readers = childrenOf(server.pid).reduce((sum, pid) => sum + status(pid, 'VmHWM'), 0);
    peak = Math.max(peak, status(server.pid, 'VmHWM') + readers);
    const lag = (await server.metric('nodejs_eventloop_lag_max_seconds')) * 1_000 - TIMER_MS;
    blockedMs = Math.max(blockedMs, lag);
    await setTimeout(20);
  }
  await working;
  return [peak, blockedMs];
}

/** How often the metric looks. */
const TIMER_MS = 10;

/** Bytes of one of the numbers of a process; none of one that has ended. */
function status(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  try {
    const [, kilobytes] =
      new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}
