import type { Collection } from 'mongodb';
import { AppError } from '../../../errors.ts';
import type { TenantId } from '../../../ids.ts';
import type { EmbedderStamp } from '../../embedder-stamp.ts';
import type { OutdatedTenant } from '../../reembedding.ts';
import { reading } from '../client.ts';
import type { Control } from './control.ts';
import type { SettingRow, TenantRow } from './control-rows.ts';
import { putSetting } from './settings.ts';

type Embedder = Pick<EmbedderStamp, 'id' | 'dimensions'>;

/** The setting that says which embedder the latest start was with. */
const LATEST = 'embedder';

/**
 * Writes down the embedder of this start, whose vectors all tenants will have.
 * @throws AppError `STORE_UNAVAILABLE` when one of that id was another model
 */
export async function noteEmbedder(
  { settings, tenants }: Control,
  { id, dimensions, setting }: EmbedderStamp,
): Promise<void> {
  const latest = await readLatest(settings);
  const noted = await readStamp(settings, id);
  const known = noted ?? (latest?.id === id ? latest : null);
  if (known && known.dimensions !== dimensions) throw otherDimensions(known, dimensions);
  // A start that doesn't know by what setting it was chosen, such as that of an operator's command, forgets nothing.
  const stamp = { id, dimensions, setting: setting ?? noted?.setting ?? null };
  await putSetting(settings, registryId(id), JSON.stringify(stamp));
  if (latest && latest.id !== id) {
    // Tenants of earlier versions have no note.
    const { id: former, dimensions: formerDimensions } = latest;
    const embedder = { id: former, dimensions: formerDimensions };
    await tenants.updateMany({ embedder: { $exists: false } }, { $set: { embedder } });
  }
  await putSetting(settings, LATEST, JSON.stringify({ id, dimensions }));
}

/** Whether no start with another embedder has come after one with this. */
export async function isLatest({ settings }: Pick<Control, 'settings'>, { id }: Embedder): Promise<boolean> {
  return (await readLatest(settings))?.id === id;
}

/** The embedder of the latest start; null where there was none. */
export async function readLatest(settings: Collection<SettingRow>): Promise<Embedder | null> {
  const row = await settings.findOne({ _id: LATEST }, reading());
  return row && (JSON.parse(row.value) as Embedder);
}

/** Remembers whose vectors a tenant's database holds, where that isn't known. */
export async function noteTenant(
  { tenants }: Pick<Control, 'tenants'>,
  row: Pick<TenantRow, '_id' | 'embedder'>,
  { id, dimensions }: Embedder,
): Promise<void> {
  if (row.embedder?.id === id) return;
  await tenants.updateOne({ _id: row._id }, { $set: { embedder: { id, dimensions } } });
}

/** Tenants whose vectors are of another embedder than this one. */
export async function outdated(
  { settings, tenants }: Control,
  { id }: Embedder,
  signal: AbortSignal | undefined,
): Promise<OutdatedTenant[]> {
  const rows = await tenants
    .find({ 'embedder.id': { $exists: true, $ne: id }, deletedAt: { $exists: false } }, reading(signal))
    .project<{ _id: TenantId; embedder: Embedder }>({ embedder: 1 })
    .sort({ _id: 1 })
    .toArray();
  const stamps = new Map<string, EmbedderStamp>();
  for (const { embedder } of rows) {
    if (!stamps.has(embedder.id)) stamps.set(embedder.id, (await readStamp(settings, embedder.id)) ?? embedder);
  }
  return rows.map(({ _id, embedder }) => ({ tenantId: _id, embedder: stamps.get(embedder.id) ?? embedder }));
}

async function readStamp(settings: Collection<SettingRow>, id: string): Promise<EmbedderStamp | null> {
  const row = await settings.findOne({ _id: registryId(id) }, reading());
  return row && (JSON.parse(row.value) as EmbedderStamp);
}

function registryId(id: string): string {
  return `embedder:${id}`;
}

function otherDimensions({ id, dimensions }: Embedder, now: number): AppError {
  return new AppError(
    'STORE_UNAVAILABLE',
    `The database holds vectors of the embedder ${id} with ${dimensions} dimensions, but that model has ${now} now. Bring the former model back, or use another database and ingest the documents again.`,
  );
}
