import { Worker } from 'node:worker_threads';
import { encodingOf } from '../encoding.ts';
import { FORMATS, type Format, type FormatName } from '../formats/formats.ts';
import type { FormatReader, ParsedBlock } from '../formats/parsed.ts';
import { Unreadable } from '../formats/unreadable.ts';
import type { ReaderMessage } from './messages.ts';

/**
 * The process in which one file is read: its format, the memory and the processors' time that it may take, and the
 * languages in which its text is to be recognized, if so, are its arguments, its bytes its standard input. It tells blocks in batches, each once the one before was taken, and ends.
 */
const [format, rssBytes, timeMs, pageMs, ocrLanguages = ''] = process.argv.slice(2);

const BATCH = 500;

/** How many pages were gone through, which the thread that watches sees, too. */
const pagesSeen = new Int32Array(new SharedArrayBuffer(4));
watch({ rssBytes: Number(rssBytes), timeMs: Number(timeMs), pageMs: Number(pageMs), pagesSeen });
// The server is gone.
process.once('disconnect', () => process.exit());
await main().catch((error: unknown) => {
  const known = error instanceof Unreadable;
  const detail = error instanceof Error ? error.message.slice(0, 300) : '';
  return tell({ type: 'unreadable', reason: known ? error.reason : 'DAMAGED', detail });
});
process.exit();

async function main(): Promise<void> {
  const chosen = FORMATS[format as FormatName];
  const read = await loadReader(chosen);
  const batch: ParsedBlock[] = [];
  const send = async () => {
    const taken = new Promise((resolve) => process.once('message', resolve));
    await tell({ type: 'blocks', blocks: batch.splice(0) });
    await taken;
  };
  const input = await readInput();
  if (chosen.isText && encodingOf(input) !== 'utf-8') await tell({ type: 'recoded' });
  for await (const part of read(input)) {
    if (part.kind === 'pages') await tell({ type: 'pages', count: part.count });
    else if (part.kind === 'page-seen') {
      Atomics.add(pagesSeen, 0, 1);
      await tell({ type: 'page-seen', page: part.page });
    } else if (batch.push(part) >= BATCH) await send();
  }
  if (batch.length > 0) await send();
  await tell({ type: 'done' });
}

function loadReader(chosen: Format): Promise<FormatReader> {
  if (ocrLanguages === '') return chosen.load();
  if (!chosen.loadRecognition) throw new Error(`There is no text recognition for ${format}.`);
  return chosen.loadRecognition(ocrLanguages.split('+'));
}

async function readInput(): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of process.stdin) pieces.push(piece);
  return Buffer.concat(pieces);
}

function tell(message: ReaderMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}

/**
 * From a thread of its own, as this one may be at work on something endless. A limit of the heap does not bound what
 * WebAssembly and buffers take; and time that is only spent waiting for a processor is not the file's.
 */
function watch(limits: { rssBytes: number; timeMs: number; pageMs: number; pagesSeen: Int32Array }): void {
  const script = `
    const { rssBytes, timeMs, pageMs, pagesSeen } = require('node:worker_threads').workerData;
    setInterval(() => {
      if (process.memoryUsage.rss() > rssBytes) process.kill(process.pid, 'SIGKILL');
      const { user, system } = process.cpuUsage();
      if ((user + system) / 1_000 > timeMs + pageMs * Atomics.load(pagesSeen, 0)) process.kill(process.pid, 'SIGXCPU');
    }, 25);
  `;
  new Worker(script, { eval: true, workerData: limits }).unref();
}
