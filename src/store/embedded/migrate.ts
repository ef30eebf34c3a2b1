import { AppError } from '../../errors.ts';
import type { AttachedFile } from './attached-file.ts';

/**
 * Brings a file up to the last of the scripts, in order and all or nothing, so that a new file is on the disk by one
 * write; `user_version` says how many have run. `first` runs with the first script.
 *
 * @throws AppError `STORE_UNAVAILABLE` when a newer Carrel has written the file
 */
export function migrate(file: AttachedFile, scripts: readonly string[], { first }: { first: () => void }): void {
  const version = Number(file.get('PRAGMA db.user_version')?.['user_version']);
  if (version > scripts.length) {
    throw new AppError(
      'STORE_UNAVAILABLE',
      `The data was written by a newer version of Carrel (format ${version}; this one knows up to ${scripts.length}). Start that version, or restore an older backup.`,
    );
  }
  if (version === scripts.length) return;
  file.transaction(
    () => {
      for (const [at, script] of scripts.entries()) {
        if (at < version) continue;
        file.exec(script);
        if (at === 0) first();
      }
      file.exec(`PRAGMA db.user_version = ${scripts.length}`);
    },
    { durable: true },
  );
}
