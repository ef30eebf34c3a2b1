import type { Collection } from '../collection.ts';
import { mongotError } from '../errors.ts';
import { type Doc, isDoc, valueAt } from '../values.ts';
import { filterPaths, type VectorField, vectorFieldAt } from './definition.ts';
import { type Hit, lookUp, type Ranker, type Scored } from './ranking.ts';
import type { SearchIndexes } from './search-indexes.ts';
import { compileVectorFilter } from './vector-filter.ts';
import { checkVectorStage } from './vector-stage.ts';
import { cosine, dot, vectorOf } from './vectors.ts';

/** `$vectorSearch` as mongot does it, with perfect recall. @throws CommandError code 8 with mongot's messages */
export function vectorSearch(
  stage: Doc,
  { collection, indexes, rank }: { collection?: Collection | undefined; indexes: SearchIndexes; rank: Ranker },
): Hit[] {
  const limit = checkVectorStage(stage);
  const index = collection && indexes.find(collection.ns, String(stage['index']));
  if (!index) return [];
  if (index.type !== 'vectorSearch') {
    throw mongotError(`Cannot execute $vectorSearch over search index '${index.name}'`);
  }
  const indexed = indexes.indexed(index, collection);
  const path = String(stage['path']);
  const field = vectorFieldAt(index.definition, path);
  if (!field) throw mongotError(`${path} is not indexed as vector`);
  const query = checkQueryVector(stage['queryVector'], field);
  const fits = compileVectorFilter(isDoc(stage['filter']) ? stage['filter'] : {}, filterPaths(index.definition));

  const scored: Scored[] = [];
  for (const [id, doc] of indexed) {
    const vector = vectorOf(valueAt(doc, path), { binary: true });
    if (vector && isIndexable(vector, field) && fits(doc)) scored.push({ id, score: score(query, vector, field) });
  }
  return lookUp(rank(scored).slice(0, limit), collection);
}

function checkQueryVector(value: unknown, field: VectorField): ArrayLike<number> {
  const query = vectorOf(value, { binary: true });
  if (!query) throw mongotError('"queryVector" must be an array of numbers or a float32 vector');
  const bad = Array.from(query).findIndex((item) => !Number.isFinite(item));
  if (bad >= 0) throw mongotError(`'queryVector' contains a non-finite value (Infinity or NaN) at position [${bad}]`);
  if (query.length !== field.numDimensions) {
    throw mongotError(
      `vector field is indexed with ${field.numDimensions} dimensions but queried with ${query.length}`,
    );
  }
  if (field.similarity === 'cosine' && dot(query, query) === 0) {
    throw mongotError('Cosine similarity cannot be calculated against a zero vector.');
  }
  return query;
}

/** mongot leaves the others out without a word. */
function isIndexable(vector: ArrayLike<number>, field: VectorField): boolean {
  return vector.length === field.numDimensions && (field.similarity !== 'cosine' || dot(vector, vector) > 0);
}

function score(query: ArrayLike<number>, vector: ArrayLike<number>, { similarity }: VectorField): number {
  if (similarity === 'cosine') return (1 + cosine(query, vector)) / 2;
  if (similarity === 'dotProduct') return Math.max(0, (1 + dot(query, vector)) / 2);
  return 1 / (1 + dot(query, query) - 2 * dot(query, vector) + dot(vector, vector));
}
