import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../../errors.ts';
import { besideModule } from '../../../lib/worker-rpc.ts';
import type { OriginalBytes } from '../../../store/documents.ts';
import type { FormatName } from '../formats/formats.ts';
import type { ParsedPart } from '../formats/parsed.ts';
import { Unreadable, type UnreadableReason } from '../formats/unreadable.ts';
import type { ReaderMessage } from './messages.ts';

/** What the reading of one file may take. */
export interface SandboxLimits {
  /** Of the processors. It may take five times as long where others keep them busy. */
  readonly timeMs: number;
  /** More time for each page that the reader says it has gone through. */
  readonly pageMs?: number;
  /** Of JavaScript's heap. */
  readonly heapBytes: number;
  /** Of the process, WebAssembly and buffers among them. */
  readonly rssBytes: number;
  /** UTF-16 code units of all blocks. */
  readonly characters: number;
}

/** The file is a text that is not in UTF-8. */
interface Recoded {
  readonly kind: 'recoded';
}

interface SandboxOptions {
  readonly limits: SandboxLimits;
  /** Those in which the text of its pictures is recognized; none where it has text. */
  readonly ocrLanguages?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a file in a process of its own. Whatever is in the file, only that process stands still, runs out of memory or
 * crashes: the limits of a worker thread protect neither the event loop's memory nor the process (nodejs/node#47224).
 * Leaving the loop, or the signal, kills it.
 *
 * @throws Unreadable, the signal's reason, or AppError `STORE_UNAVAILABLE` where the server can't start a process now
 */
export async function* readInSandbox(
  original: OriginalBytes,
  format: FormatName,
  { limits, ocrLanguages = [], signal }: SandboxOptions,
): AsyncGenerator<ParsedPart | Recoded> {
  signal?.throwIfAborted();
  const child = start(format, limits, ocrLanguages);
  const inbox = createInbox(child);
  let killedFor: UnreadableReason | 'ABORTED' | null = null;
  const kill = (reason: UnreadableReason | 'ABORTED') => {
    killedFor ??= reason;
    child.kill('SIGKILL');
  };
  let deadline = Date.now() + WAITING * limits.timeMs;
  const end = () => kill('TIME');
  let timer = setTimeout(end, deadline - Date.now());
  const abort = () => kill('ABORTED');
  signal?.addEventListener('abort', abort, { once: true });
  let fault: unknown;
  const fed = feed(child, original).catch((error: unknown) => {
    fault = error;
    kill('ABORTED');
  });
  try {
    let characters = 0;
    for (;;) {
      const message = await inbox.next();
      if (message === null) {
        signal?.throwIfAborted();
        if (fault !== undefined) throw fault;
        if (child.pid === undefined) throw notStarted(inbox.failure());
        throw new Unreadable(killedFor && killedFor !== 'ABORTED' ? killedFor : inbox.whyEnded());
      }
      if (message.type === 'done') return;
      if (message.type === 'unreadable') throw new Unreadable(message.reason, message.detail);
      if (message.type === 'recoded') {
        yield { kind: 'recoded' };
        continue;
      }
      if (message.type === 'pages') {
        yield { kind: 'pages', count: message.count };
        continue;
      }
      if (message.type === 'page-seen') {
        deadline += WAITING * (limits.pageMs ?? 0);
        clearTimeout(timer);
        timer = setTimeout(end, deadline - Date.now());
        yield { kind: 'page-seen', page: message.page };
        continue;
      }
      for (const block of message.blocks) {
        characters += block.kind === 'table-row' ? block.cells.join(' ').length : block.text.length;
        if (characters > limits.characters) throw new Unreadable('OUTPUT');
        yield block;
      }
      // The next batch.
      child.send('taken', () => {});
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    child.kill('SIGKILL');
    await inbox.ended;
    await fed;
  }
}

/** How long it may take at most, over the processors' time. */
const WAITING = 5;

/** Gives a process its file as fast as it reads. It may end before it has read all of it. */
async function feed({ stdin }: ChildProcess, original: OriginalBytes): Promise<void> {
  if (!stdin) return;
  stdin.on('error', () => {});
  for await (const piece of original instanceof Uint8Array ? [original] : original) {
    if (stdin.destroyed) return;
    if (stdin.write(piece)) continue;
    await new Promise<void>((resolve) => {
      const go = () => {
        stdin.off('drain', go).off('close', go);
        resolve();
      };
      stdin.on('drain', go).on('close', go);
    });
  }
  stdin.end();
}

const MEGABYTE = 1024 * 1024;
/** Behind the server's own work, where both want a core. */
const NICE = 10;

function start(
  format: FormatName,
  { heapBytes, rssBytes, timeMs, pageMs = 0 }: SandboxLimits,
  ocrLanguages: readonly string[],
): ChildProcess {
  const url = besideModule(import.meta.url, 'reader-process');
  // As it is written it needs tsx, which the server runs under then.
  const loader = url.pathname.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const args = [format, String(rssBytes), String(timeMs), String(pageMs), ocrLanguages.join('+')];
  const child = begin(fileURLToPath(url), args, {
    serialization: 'advanced',
    // It needs nothing of it, and the server's holds secrets.
    env: {},
    execArgv: [...loader, `--max-old-space-size=${Math.floor(heapBytes / MEGABYTE)}`],
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
  });
  if (child.pid !== undefined) {
    try {
      setPriority(child.pid, NICE);
    } catch {
      // It has ended already, or the system does not let it.
    }
  }
  return child;
}

/** Most of what keeps a process from starting is an event of it; too little memory is thrown. */
function begin(path: string, args: readonly string[], options: ForkOptions): ChildProcess {
  try {
    return fork(path, args, options);
  } catch (error) {
    throw notStarted(error);
  }
}

/** Too many open files, too many processes, too little memory: no fault of the file's. */
function notStarted(cause: unknown): AppError {
  const message = "The server can't start another process, which reads this document. Try again in a moment.";
  return new AppError('STORE_UNAVAILABLE', message, { retryAfterSeconds: 60, cause });
}

/** As much of what it writes to its standard error as is looked at. */
const TAIL = 2_000;

/** What a process tells, in order, and how it ended. */
function createInbox(child: ChildProcess) {
  const messages: ReaderMessage[] = [];
  let wake = () => {};
  let isOver = false;
  let tail = '';
  let diedOf: NodeJS.Signals | null = null;
  let failure: Error | undefined;
  child.on('message', (message) => {
    messages.push(message as ReaderMessage);
    wake();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-TAIL);
  });
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      isOver = true;
      wake();
      resolve();
    };
    // It could not be started.
    child.once('error', (error) => {
      failure = error;
      end();
    });
    child.once('close', (_code, signal) => {
      diedOf = signal;
      end();
    });
  });
  return {
    ended,
    /** Null when it has ended and told no more. */
    next: async (): Promise<ReaderMessage | null> => {
      while (messages.length === 0 && !isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return messages.shift() ?? null;
    },
    failure: () => failure,
    whyEnded: (): UnreadableReason => {
      if (diedOf === 'SIGXCPU') return 'TIME';
      const isMemory =
        diedOf === 'SIGKILL' || diedOf === 'SIGABRT' || /heap out of memory|allocation failed/i.test(tail);
      return isMemory ? 'MEMORY' : 'CRASHED';
    },
  };
}
