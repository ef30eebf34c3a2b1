import type { Collection } from '../collection.ts';
import { mongotError } from '../errors.ts';
import { type Doc, isDoc } from '../values.ts';
import { createBm25 } from './bm25.ts';
import type { Clause } from './clause.ts';
import { mappingsOf } from './definition.ts';
import { type Hit, lookUp, type Ranker, type Scored } from './ranking.ts';
import { compileClause } from './search-clauses.ts';
import type { SearchIndexes } from './search-indexes.ts';

/**
 * `$search`: one operator, or `compound` of must, should, mustNot and filter. Text by BM25 over what mongot has seen.
 * @throws CommandError code 8 for an index that isn't ready, and for what isn't emulated
 */
export function textSearch(
  stage: Doc,
  { collection, indexes, rank }: { collection?: Collection | undefined; indexes: SearchIndexes; rank: Ranker },
): Hit[] {
  const { index: name = 'default', ...operators } = stage;
  const index = collection && indexes.find(collection.ns, String(name));
  if (!index) return [];
  if (index.type !== 'search') throw mongotError(`Cannot execute $search over vectorSearch index '${index.name}'`);
  const indexed = indexes.indexed(index, collection);
  const context = {
    bm25: createBm25(indexed),
    mappings: (path: string) => mappingsOf(index.definition, path),
  };
  const clause = isDoc(operators['compound']) ? compileCompound(operators, context) : compileClause(operators, context);

  const scored: Scored[] = [];
  for (const [id, doc] of indexed) {
    const score = clause(doc);
    if (score !== null) scored.push({ id, score });
  }
  return lookUp(rank(scored), collection);
}

function compileCompound(operators: Doc, context: Parameters<typeof compileClause>[1]): Clause {
  const { compound, ...others } = operators;
  const parts = isDoc(compound) ? compound : {};
  const unknown =
    Object.keys(others)[0] ?? Object.keys(parts).find((part) => !/^(must|should|mustNot|filter)$/.test(part));
  if (unknown) throw mongotError(`Unrecognized field "${unknown}"`);
  const clausesOf = (part: string): Clause[] =>
    [parts[part] ?? []].flat().map((operator) => compileClause(isDoc(operator) ? operator : {}, context));
  const [must, should, mustNot, filter] = [
    clausesOf('must'),
    clausesOf('should'),
    clausesOf('mustNot'),
    clausesOf('filter'),
  ];
  if (must.length + should.length + mustNot.length + filter.length === 0) {
    throw mongotError('"compound" must have at least one clause');
  }

  return (doc) => {
    if (!filter.every((clause) => clause(doc) !== null)) return null;
    if (mustNot.some((clause) => clause(doc) !== null)) return null;
    const required = must.map((clause) => clause(doc));
    const optional = should.map((clause) => clause(doc)).filter((score) => score !== null);
    if (required.includes(null)) return null;
    if (must.length + filter.length === 0 && should.length > 0 && optional.length === 0) return null;
    return [...required, ...optional].reduce<number>((sum, score) => sum + (score ?? 0), 0);
  };
}
