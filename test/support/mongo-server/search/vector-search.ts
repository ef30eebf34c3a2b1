import type { Collection } from '../collection.ts';
import { mongotError } from '../errors.ts';
import { type Doc, isDoc, valueAt } from '../values.ts';
import { filterPaths, type VectorField, vectorFieldAt } from './definition.ts';
import { type Hit, lookUp, type Ranker, type Scored } from './ranking.ts';
import type { SearchIndexes } from './search-indexes.ts';
import { compileVectorFilter } from './vector-filter.ts';
import { cosine, dot, vectorOf } from './vectors.ts';

const FIELDS = new Set(['index', 'path', 'queryVector', 'limit', 'numCandidates', 'exact', 'filter']);

/** `$vectorSearch` as mongot does it, with perfect recall. @throws CommandError code 8 with mongot's messages */
export function vectorSearch(
  stage: Doc,
  {
    ns,
    collection,
    indexes,
    rank,
  }: { ns: string; collection?: Collection | undefined; indexes: SearchIndexes; rank: Ranker },
): Hit[] {
  const refuse = (message: string): Error => mongotError(ns, message);
  const limit = checkStage(stage, refuse);
  const index = indexes.find(ns, String(stage['index']));
  if (!index || !collection) return [];
  if (index.type !== 'vectorSearch') {
    throw refuse(`Cannot execute $vectorSearch over search index '${index.name}'`);
  }
  const indexed = indexes.indexed(index, collection);
  const path = String(stage['path']);
  const field = vectorFieldAt(index.definition, path);
  if (!field) throw refuse(`${path} is not indexed as vector`);
  const query = checkQueryVector(stage['queryVector'], field, refuse);
  const fits = compileVectorFilter(
    isDoc(stage['filter']) ? stage['filter'] : {},
    filterPaths(index.definition),
    refuse,
  );

  const scored: Scored[] = [];
  for (const [id, doc] of indexed) {
    const vector = vectorOf(valueAt(doc, path), { binary: true });
    if (vector && isIndexable(vector, field) && fits(doc)) scored.push({ id, score: score(query, vector, field) });
  }
  return lookUp(rank(scored).slice(0, limit), collection);
}

function checkStage(stage: Doc, refuse: (message: string) => Error): number {
  const unknown = Object.keys(stage).find((name) => !FIELDS.has(name));
  if (unknown) throw refuse(`Unrecognized field "${unknown}"`);
  for (const name of ['index', 'path']) if (typeof stage[name] !== 'string') throw refuse(`"${name}" is required`);
  if (stage['queryVector'] === undefined)
    throw refuse('Exactly one and only one of query and queryVector can be present');
  const { limit, numCandidates, exact } = stage;
  if (!Number.isInteger(limit) || Number(limit) <= 0) throw refuse('"limit" must be positive');
  if (exact === true) {
    if (numCandidates !== undefined) throw refuse('"numCandidates" must be omitted when "exact" is set to true');
    return Number(limit);
  }
  if (numCandidates === undefined) throw refuse('numCandidates is required for approximate vector search');
  if (!Number.isInteger(numCandidates) || Number(numCandidates) < 1 || Number(numCandidates) > 10_000) {
    throw refuse('"numCandidates" must be within bounds [1..10000]');
  }
  if (Number(limit) > Number(numCandidates)) throw refuse('limit should be less than or equal to numCandidates');
  return Number(limit);
}

function checkQueryVector(value: unknown, field: VectorField, refuse: (message: string) => Error): ArrayLike<number> {
  const query = vectorOf(value, { binary: true });
  if (!query) throw refuse('"queryVector" must be an array of numbers or a float32 vector');
  const bad = Array.from(query).findIndex((item) => !Number.isFinite(item));
  if (bad >= 0) throw refuse(`'queryVector' contains a non-finite value (Infinity or NaN) at position [${bad}]`);
  if (query.length !== field.numDimensions) {
    throw refuse(`vector field is indexed with ${field.numDimensions} dimensions but queried with ${query.length}`);
  }
  if (field.similarity === 'cosine' && dot(query, query) === 0) {
    throw refuse('Cosine similarity cannot be calculated against a zero vector.');
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
