import { join } from 'node:path';
import Database from 'libsql';
import { AppError } from '../../errors.ts';
import { makeFile } from './folder.ts';
import { codeOf } from './sqlite-errors.ts';

/** Held until it is released, or until the process ends in whatever way. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a data folder for this process alone. The system frees the lock when the process dies, even by `kill -9`.
 *
 * @throws AppError `STORE_UNAVAILABLE` when another process has it, or when the file that is its lock is damaged
 */
export function lockFolder(folder: string): FolderLock {
  const path = join(folder, 'lock.db');
  makeFile(path);
  const database = new Database(path, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const code = error instanceof Error && codeOf(error);
    if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
      throw new AppError(
        'STORE_UNAVAILABLE',
        `The file ${path} is damaged. It holds nothing: delete it while no Carrel process uses the folder, then start again.`,
        { cause: error },
      );
    }
    if (code !== 'SQLITE_BUSY') throw error;
    throw new AppError(
      'STORE_UNAVAILABLE',
      `The data folder ${folder} is in use by another Carrel process. Stop that one first, or give this one a folder of its own (DATA_DIR).`,
      { cause: error },
    );
  }
  return {
    release: () => {
      if (database.open) database.close();
    },
  };
}
