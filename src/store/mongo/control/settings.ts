import type { Collection } from 'mongodb';
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

/** Puts a value in the place of whatever is there. */
export async function putSetting(settings: Collection<SettingRow>, id: string, value: string): Promise<void> {
  for (;;) {
    const known = await claimSetting(settings, id, async () => value);
    if (known === value || (await replaceSetting(settings, id, { known, next: value }))) return;
  }
}
