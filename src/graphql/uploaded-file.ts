import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { makeFolder } from '../lib/make-folder.ts';

/** A file of a multipart request, on the disk as long as its request is not answered. */
export interface UploadedFile extends AsyncIterable<Uint8Array> {
  readonly name: string;
  readonly sizeBytes: number;
  /** Of its bytes, in hex. */
  readonly sha256: string;
  /** The bytes from `start` to `end`, or to their end. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** What is made of JSON is none, whatever it holds. */
const uploaded = new WeakSet<object>();

/** Whether a variable's value is a file. */
export function isUploadedFile(value: unknown): value is UploadedFile {
  return typeof value === 'object' && value !== null && uploaded.has(value);
}

/** A file in the making. */
export interface FileInTheMaking {
  add(bytes: Uint8Array): void;
  /** Resolves once little of what was added is in memory. @throws AppError `STORE_UNAVAILABLE` when the disk is full or can't be written to */
  flush(): Promise<void>;
  /** All was added. @throws AppError, as `flush` */
  finish(): Promise<UploadedFile>;
  /** Removes it, whether it is finished or not; twice is fine. */
  remove(): Promise<void>;
}

/** Bytes that are written at once: they come in pieces of any size, thousands out of one packet. */
const BLOCK_BYTES = 64 * 1024;

/** Begins a file for what comes in under this name. */
export function beginFile(folder: string, name: string): FileInTheMaking {
  const hash = createHash('sha256');
  const full: Uint8Array[] = [];
  let block = new Uint8Array(BLOCK_BYTES);
  let used = 0;
  let sizeBytes = 0;
  let opening: Promise<FileHandle> | null = null;
  let isRemoved = false;

  /** @throws DOMException `AbortError` when the request has ended */
  const file = async (): Promise<FileHandle> => {
    if (isRemoved) throw new DOMException('The request has ended, and its file is gone.', 'AbortError');
    opening ??= openWithoutName(folder);
    return await opening;
  };
  const write = async (bytes: Uint8Array) => {
    hash.update(bytes);
    const handle = await file();
    // A disk with little room takes a part, and refuses the rest.
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, sizeBytes);
      at += bytesWritten;
      sizeBytes += bytesWritten;
    }
  };
  const flush = async () => {
    try {
      for (let next = full.shift(); next; next = full.shift()) await write(next);
    } catch (error) {
      throw toDiskError(error);
    }
  };
  const read = async (start: number, end: number) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, sizeBytes) - start));
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await (await file()).read(bytes, at, bytes.length - at, start + at);
      if (bytesRead === 0) throw new Error('An uploaded file is shorter than what was written.');
      at += bytesRead;
    }
    return bytes;
  };

  return {
    add: (bytes) => {
      for (let at = 0; at < bytes.length; ) {
        const part = bytes.subarray(at, at + BLOCK_BYTES - used);
        block.set(part, used);
        used += part.length;
        at += part.length;
        if (used < BLOCK_BYTES) continue;
        full.push(block);
        block = new Uint8Array(BLOCK_BYTES);
        used = 0;
      }
    },
    flush,
    finish: async () => {
      full.push(block.subarray(0, used));
      await flush();
      const sha256 = hash.digest('hex');
      const file: UploadedFile = {
        name,
        sizeBytes,
        sha256,
        read,
        [Symbol.asyncIterator]: async function* () {
          for (let at = 0; at < sizeBytes; at += READ_BYTES) yield await read(at, at + READ_BYTES);
        },
      };
      uploaded.add(file);
      return file;
    },
    remove: async () => {
      if (isRemoved) return;
      isRemoved = true;
      await opening?.then((handle) => handle.close()).catch(() => {});
    },
  };
}

/** Bytes that are read at once. */
const READ_BYTES = 256 * 1024;

/** A file that is gone as soon as it is closed, also by a kill: its name is taken from it at once. */
async function openWithoutName(folder: string): Promise<FileHandle> {
  makeFolder(folder);
  const path = join(folder, `upload-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}

function toDiskError(error: unknown): unknown {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return error;
  const isFull = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  const what = isFull ? 'The disk of the server is full.' : "The server can't keep the file while it comes in.";
  return new AppError('STORE_UNAVAILABLE', `${what} Tell its operator, and send the file later.`, {
    retryAfterSeconds: 60,
    cause: error,
  });
}
