import { Query } from 'mingo';
import type { Collection } from '../collection.ts';
import { badValue, CommandError } from '../errors.ts';
import { cosmosDimensions } from '../index.ts';
import { asDoc, type Doc, isDoc, valueAt } from '../values.ts';
import type { Hit, Ranker } from './ranking.ts';
import { cosine, vectorOf } from './vectors.ts';

interface CosmosQuery {
  readonly vector: unknown;
  readonly path: string;
  readonly limit: number;
  readonly exact: boolean;
  readonly filter: Doc;
}

/** DocumentDB's `$search: { cosmosSearch }`. @throws CommandError with the codes and messages of DocumentDB 1.0 */
export function cosmosSearch(stage: Doc, collection: Collection | undefined, rank: Ranker): Hit[] {
  const option = Object.keys(stage).find((name) => name !== 'cosmosSearch' && name !== 'returnStoredSource');
  if (option) throw new CommandError(40324, `Unrecognized $search option: ${option}`);
  if (!collection) throw badValue('$search must appear as the initial stage in the pipeline sequence.');
  const search = asDoc(stage['cosmosSearch'], 'cosmosSearch');
  const { vector, path, k, exact, filter, efSearch } = search;
  if (!Number.isInteger(k) || Number(k) <= 0) throw badValue('The $k should always be a positive integer value.');
  if (Number(efSearch) > 1000) throw badValue('$efSearch must be less than or equal to 1000.');
  return run(
    { vector, path: String(path), limit: Number(k), exact: exact === true, filter: isDoc(filter) ? filter : {} },
    collection,
    rank,
  );
}

/** DocumentDB's `$vectorSearch`, which looks at the path and not at the index's name. */
export function documentDbVectorSearch(stage: Doc, collection: Collection | undefined, rank: Ranker): Hit[] {
  if ('exact' in stage) throw new CommandError(40415, "BSON field '$vectorSearch.exact' is an unknown field");
  if (!collection) throw badValue('The $vectorSearch needs to appear as the initial stage in the processing pipeline.');
  const { queryVector, path, limit, filter } = stage;
  return run(
    {
      vector: queryVector,
      path: String(path),
      limit: Number(limit),
      exact: false,
      filter: isDoc(filter) ? filter : {},
    },
    collection,
    rank,
  );
}

function run({ vector, path, limit, exact, filter }: CosmosQuery, collection: Collection, rank: Ranker): Hit[] {
  const query = vectorOf(vector, { binary: false });
  if (!query) throw badValue('Invalid type: expected an array type field, but received binData instead');
  const specs = [...collection.indexes.values()].map(({ spec }) => spec);
  const index = specs.find((spec) => spec.kind === 'cosmosSearch' && path in spec.key);
  if (!index) throw badValue('Similarity index was not found for a vector similarity search query.');
  const dimensions = cosmosDimensions(index);
  if (query.length !== dimensions) {
    throw new CommandError(1, `expected ${dimensions} dimensions, not ${query.length}`);
  }
  const single = specs.filter((spec) => spec.kind === 'ordered' && Object.keys(spec.key).length === 1);
  checkFilter(filter, new Set(single.map((spec) => Object.keys(spec.key)[0]).filter((field) => field !== '_id')));

  const fits = new Query(filter);
  const scored = [...collection.docs].flatMap(([id, doc]) => {
    const stored = vectorOf(valueAt(doc, path), { binary: false });
    if (stored?.length !== dimensions || !fits.test(doc)) return [];
    const score = cosine(query, stored);
    // HNSW leaves out what has no direction; the exact scan brings it, last.
    return Number.isNaN(score) && !exact ? [] : [{ id, score: Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score }];
  });
  return rank(scored)
    .slice(0, limit)
    .map(({ id, score }) => {
      const shown = score === Number.NEGATIVE_INFINITY ? Number.NaN : score;
      return { doc: { ...collection.docs.get(id), __cosmos_meta__: { score: shown } }, score: shown };
    });
}

function checkFilter(filter: Doc, indexed: ReadonlySet<string | undefined>): void {
  for (const [path, condition] of Object.entries(filter)) {
    if (path.startsWith('$')) {
      for (const inner of [condition].flat()) if (isDoc(inner)) checkFilter(inner, indexed);
    } else if (!indexed.has(path)) {
      throw badValue(`The index for filter path '${path}' was not found, please check whether the index is created.`);
    }
  }
}
