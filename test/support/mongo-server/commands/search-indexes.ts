import type { CommandContext, Handler } from '../deployment.ts';
import { badValue, CommandError } from '../errors.ts';
import { reachForIndexes } from '../search/mongot.ts';
import type { NewSearchIndex } from '../search/search-indexes.ts';
import { searchNotEnabled } from '../search/stages.ts';
import { asDoc, asDocs, asString, type Doc } from '../values.ts';

/** createSearchIndexes, updateSearchIndex, dropSearchIndex. */
export const searchIndexCommands: Record<string, Handler> = {
  async createSearchIndexes(command, context) {
    const { ns, collection } = await target(command, 'createSearchIndexes', context);
    const definitions = asDocs(command['indexes'], 'indexes').map(parseNewIndex);
    return { indexesCreated: context.searchIndexes.create(collection, ns, definitions), ok: 1 };
  },
  async updateSearchIndex(command, context) {
    const { ns, collection } = await target(command, 'updateSearchIndex', context);
    const definition = asDoc(command['definition'], 'definition');
    context.searchIndexes.update(collection, ns, asString(command['name'], 'name'), definition);
    return { ok: 1 };
  },
  async dropSearchIndex(command, context) {
    const { ns, collection } = await target(command, 'dropSearchIndex', context);
    context.searchIndexes.drop(collection, ns, asString(command['name'], 'name'));
    return { ok: 1 };
  },
};

/** The answer of the stage `$listSearchIndexes`. */
export async function listSearchIndexes(
  stage: Doc,
  ns: string,
  { command, context }: { command: Doc; context: CommandContext },
): Promise<Doc[]> {
  const { profile, data, searchIndexes, signal } = context;
  if (profile === 'documentdb') throw new CommandError(115, '$listSearchIndexes stage is not enabled');
  if (profile === 'plain') throw commandsNotEnabled();
  if (stage['id'] !== undefined && stage['name'] !== undefined) {
    throw new CommandError(72, 'Cannot set both "name" and "id" for $listSearchIndexes.');
  }
  await reachForIndexes(searchIndexes.mongot, { command, signal });
  const [db = '', ...name] = ns.split('.');
  if (!data.find(db, name.join('.'))) return [];
  return searchIndexes
    .list(ns)
    .filter((entry) => stage['name'] === undefined || entry['name'] === stage['name'])
    .filter((entry) => stage['id'] === undefined || entry['id'] === stage['id']);
}

async function target(command: Doc, name: string, { profile, data, db, searchIndexes, signal }: CommandContext) {
  if (profile === 'documentdb') throw new CommandError(59, `no such command: '${name}'`);
  if (profile === 'plain') throw commandsNotEnabled();
  const collectionName = asString(command[name], name);
  const collection = data.find(db, collectionName);
  // mongod knows whether the collection is there; only then it asks mongot.
  if (collection) await reachForIndexes(searchIndexes.mongot, { command, signal });
  return { ns: `${db}.${collectionName}`, collection };
}

function parseNewIndex(entry: Doc): NewSearchIndex {
  const type = entry['type'] ?? 'search';
  if (type !== 'search' && type !== 'vectorSearch') throw badValue(`Unknown search index type: ${type}`);
  const name = entry['name'] === undefined ? 'default' : asString(entry['name'], 'name');
  return { name, type, definition: asDoc(entry['definition'], 'definition') };
}

function commandsNotEnabled(): CommandError {
  return searchNotEnabled('Using Atlas Search Database Commands and the $listSearchIndexes aggregation stage');
}
