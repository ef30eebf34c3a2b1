import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeDurably } from './durable-files.ts';
import { makeFolder } from './make-folder.ts';

/** Reads a file of secrets; null where there is none. One that others may read is closed to them, unless it is not ours. */
export async function readPrivateFile(file: string): Promise<string | null> {
  try {
    const found = await stat(file);
    if (found.isFile() && (found.mode & 0o077) !== 0) await close(file);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** A secret of Docker belongs to another user, or lies where nothing can be changed. */
async function close(file: string): Promise<void> {
  await chmod(file, 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPERM' && error.code !== 'EROFS') throw error;
  });
}

/**
 * Makes a file, for nobody but its owner, with its folder, unless it is there. A link appears with the whole content or
 * not at all, and never over another's.
 */
export async function createPrivateFile(file: string, text: string): Promise<void> {
  makeFolder(dirname(file));
  await withDraft(file, text, (draft) =>
    link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    }),
  );
}

/** The new content appears as a whole, over what was there. */
export async function replacePrivateFile(file: string, text: string): Promise<void> {
  await withDraft(file, text, (draft) => rename(draft, file));
}

/** Writes the content beside the file, and leaves nothing of it there: it holds secrets. */
async function withDraft(file: string, text: string, use: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    await writeDurably(draft, text);
    await use(draft);
  } finally {
    await unlink(draft).catch(() => {});
  }
}
