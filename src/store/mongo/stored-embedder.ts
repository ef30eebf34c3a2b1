import { AppError } from '../../errors.ts';
import type { EmbedderStamp } from '../embedder-stamp.ts';
import { createClient } from './client.ts';
import { createControl } from './control/control.ts';
import { readLatest } from './control/embedder-notes.ts';
import { explainParseError, explainStartFailure } from './start-failure.ts';

/**
 * Whose vectors a deployment holds, or will hold, so that it can be opened without the embedder itself.
 * @throws StartupError when it can't be reached
 * @throws AppError `BAD_INPUT` for one without data of Carrel
 */
export async function readStoredEmbedder({ uri, database }: { uri: string; database: string }): Promise<EmbedderStamp> {
  const client = openClient(uri);
  try {
    const latest = await readLatest(createControl(client, database).settings);
    if (latest) return latest;
  } catch (error) {
    throw explainStartFailure(client, error);
  } finally {
    await client.close();
  }
  throw new AppError('BAD_INPUT', `There is no data of Carrel in the database ${database} of MONGODB_URI.`);
}

function openClient(uri: string) {
  try {
    return createClient(uri);
  } catch (error) {
    throw explainParseError(error);
  }
}
