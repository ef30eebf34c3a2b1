import type { MongoClient } from 'mongodb';
import { reading, searching } from '../client.ts';
import type { Control } from '../control/control.ts';
import { kindOf } from '../errors.ts';

/** What a deployment searches with. */
export type SearchKind = 'mongot' | 'documentdb' | 'none';

/** Finds out what the deployment can do, by asking. The control database must be made. */
export async function detectSearch(client: MongoClient, control: Control): Promise<SearchKind> {
  if (await hasMongot(control)) return 'mongot';
  return (await isDocumentDb(client, control)) ? 'documentdb' : 'none';
}

async function hasMongot({ settings }: Control): Promise<boolean> {
  try {
    await settings.listSearchIndexes(reading()).toArray();
    return true;
  } catch (error) {
    // Configured, but not up yet.
    if (kindOf(error) === 'searchDown' || kindOf(error) === 'searchNotReady') return true;
    if (kindOf(error) === 'searchUnsupported') return false;
    throw error;
  }
}

async function isDocumentDb(client: MongoClient, { settings, database }: Control): Promise<boolean> {
  const build = await client.db(database).command({ buildInfo: 1 });
  if ('ferretdb' in build) return true;
  try {
    // Azure's doesn't say what it is. It misses the index here; MongoDB doesn't know the operator.
    await settings
      .aggregate(
        [{ $search: { cosmosSearch: { vector: [1], path: 'vector', k: 1 }, returnStoredSource: true } }],
        searching(),
      )
      .toArray();
    return true;
  } catch (error) {
    if (kindOf(error) === 'searchUnsupported') return false;
    if (kindOf(error) === 'other') return /similarity index/i.test(error instanceof Error ? error.message : '');
    throw error;
  }
}
