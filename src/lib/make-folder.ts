import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those above it that are not there yet, for nobody but the owner. Node's own `recursive` never
 * returns where a folder is there and yet nothing can be made in it, such as in /proc.
 *
 * @throws the system's error when it can't be made
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'EEXIST' && statSync(path).isDirectory()) return;
    const parent = dirname(path);
    if (error.code !== 'ENOENT' || existsSync(parent)) throw error;
    makeFolder(parent);
    mkdirSync(path, { mode: 0o700 });
  }
}
