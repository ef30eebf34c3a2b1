import type { Collection } from 'mongodb';
import { AppError } from '../../../errors.ts';
import type { EmbedderStamp } from '../../store.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import type { SettingRow } from './control-rows.ts';

/** Of all processes that claim a setting the first one's value holds. Gives back the one that does. */
export async function claimSetting(
  settings: Collection<SettingRow>,
  id: string,
  make: () => Promise<string>,
): Promise<string> {
  const known = await settings.findOne({ _id: id }, reading());
  if (known) return known.value;
  const value = await make();
  try {
    await settings.insertOne({ _id: id, value });
    return value;
  } catch (error) {
    if (kindOf(error) !== 'duplicate') throw error;
    return await claimSetting(settings, id, make);
  }
}

/** Puts another value in the place of one that is known. False where it is not that any more. */
export async function replaceSetting(
  settings: Collection<SettingRow>,
  id: string,
  { known, next }: { known: string; next: string },
): Promise<boolean> {
  const { matchedCount } = await settings.updateOne({ _id: id, value: known }, { $set: { value: next } });
  return matchedCount === 1;
}

/**
 * Writes down whose vectors the deployment holds, or compares.
 * @throws AppError `STORE_UNAVAILABLE` when it was made with another embedder
 */
export async function checkEmbedder(
  settings: Collection<SettingRow>,
  { id, dimensions }: EmbedderStamp,
): Promise<void> {
  const mine = JSON.stringify({ id, dimensions });
  const known = await claimSetting(settings, 'embedder', async () => mine);
  if (known === mine) return;
  const stamp = JSON.parse(known) as EmbedderStamp;
  throw new AppError(
    'STORE_UNAVAILABLE',
    `The database holds vectors of the embedder ${stamp.id} (${stamp.dimensions} dimensions), but Carrel was started with ${id} (${dimensions}). Set EMBEDDER back, or use another database and ingest the documents again.`,
  );
}
