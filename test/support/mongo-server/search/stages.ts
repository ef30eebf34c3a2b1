import type { Collection } from '../collection.ts';
import { CommandError } from '../errors.ts';
import type { Metadata } from '../metadata.ts';
import type { Profile } from '../profile.ts';
import type { Doc } from '../values.ts';
import { cosmosSearch, documentDbVectorSearch } from './cosmos-search.ts';
import type { Hit, Ranker } from './ranking.ts';
import type { SearchIndexes } from './search-indexes.ts';
import { textSearch } from './text-search.ts';
import { vectorSearch } from './vector-search.ts';

/** The kinds of first stage that search. */
export type SearchStage = '$vectorSearch' | '$search';

/** Runs a stage that searches, as the server of the profile would. */
export function search(
  name: SearchStage,
  stage: Doc,
  options: {
    profile: Profile;
    collection: Collection | undefined;
    indexes: SearchIndexes;
    rank: Ranker;
  },
): { hits: Hit[]; metadata: Metadata } {
  const { profile, collection, rank } = options;
  const metadata = name === '$search' ? 'searchScore' : 'vectorSearchScore';
  if (profile === 'plain') throw searchNotEnabled('Using $search and $vectorSearch aggregation stages');
  if (profile === 'atlas-local') {
    return { hits: (name === '$search' ? textSearch : vectorSearch)(stage, options), metadata };
  }
  return { hits: (name === '$search' ? cosmosSearch : documentDbVectorSearch)(stage, collection, rank), metadata };
}

/** Code 31082: mongod without mongot. */
export function searchNotEnabled(what: string): CommandError {
  return new CommandError(
    31082,
    `${what} requires additional configuration. Please connect to Atlas or an AtlasCLI local deployment to enable. For more information on how to connect, see https://dochub.mongodb.org/core/atlas-cli-deploy-local-reqs`,
  );
}
