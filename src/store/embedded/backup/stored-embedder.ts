import { existsSync } from 'node:fs';
import { AppError } from '../../../errors.ts';
import type { EmbedderStamp } from '../../embedder-stamp.ts';
import { openConnection } from '../attached-file.ts';
import { layOut } from '../folder.ts';
import { json } from '../rows.ts';
import { toStoreError } from '../sqlite-errors.ts';
import { isBackup } from './manifest.ts';

const CACHE_KIB = 256;

/**
 * Whose vectors a data folder holds, so that it can be opened without the embedder itself.
 * @throws AppError `BAD_INPUT` for any other folder, and for a backup, which must stay as it is
 */
export function readStoredEmbedder(dataDir: string): EmbedderStamp {
  const { directory } = layOut(dataDir);
  if (!existsSync(directory)) throw new AppError('BAD_INPUT', `There is no data of Carrel in ${dataDir}.`);
  if (isBackup(dataDir)) {
    throw new AppError(
      'BAD_INPUT',
      `${dataDir} is a backup, which would be changed by this. Copy it, and delete manifest.json in the copy: that is a data folder.`,
    );
  }
  const connection = openConnection({ cacheKib: CACHE_KIB });
  try {
    return json(connection.attach(directory).get(`SELECT value FROM meta WHERE key = 'embedder'`) ?? {}, 'value');
  } catch (error) {
    throw toStoreError(error);
  } finally {
    connection.detach();
  }
}
