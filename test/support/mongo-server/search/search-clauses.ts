import { Binary, ObjectId } from 'mongodb';
import { mongotError } from '../errors.ts';
import { type Doc, isDoc, keyOf, valueAt } from '../values.ts';
import { analyze, type Bm25 } from './bm25.ts';
import type { Clause } from './clause.ts';

interface ClauseContext {
  readonly bm25: Bm25;
  /** How a path is mapped, by type. */
  readonly mappings: (path: string) => Map<string, Doc>;
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  text: ['path', 'query', 'score'],
  equals: ['path', 'value'],
  in: ['path', 'value'],
  range: ['path', 'gt', 'gte', 'lt', 'lte'],
  exists: ['path'],
};

/** Compiles one operator: text, equals, in, range or exists. */
export function compileClause(operator: Doc, context: ClauseContext): Clause {
  const [[name, argument] = ['', undefined], ...others] = Object.entries(operator);
  const unknown = others[0]?.[0];
  if (unknown) throw mongotError(`Unrecognized field "${unknown}"`);
  const fields = FIELDS[name];
  if (!fields || !isDoc(argument)) throw mongotError(`Unrecognized field "${name}"`);
  const extra = Object.keys(argument).find((field) => !fields.includes(field));
  if (extra) throw mongotError(`Unrecognized field "${name}.${extra}"`);
  const path = argument['path'];
  if (typeof path !== 'string') throw mongotError(`"${name}.path" is required`);

  switch (name) {
    case 'text':
      return withScore(textClause(path, argument['query'], context), argument['score']);
    case 'equals':
      return valueClause(path, [argument['value']], context);
    case 'in':
      return valueClause(path, checkList([argument['value']].flat()), context);
    case 'range':
      return rangeClause(path, argument, context);
    default:
      return (doc) => (valueAt(doc, path) === undefined ? null : 1);
  }
}

/** Of what may change a score, only a constant is emulated. */
function withScore(clause: Clause, score: unknown): Clause {
  if (score === undefined) return clause;
  const constant = isDoc(score) && Object.keys(score).join() === 'constant' ? score['constant'] : undefined;
  const value = isDoc(constant) ? constant['value'] : undefined;
  if (typeof value !== 'number') throw mongotError('Only "score.constant.value" is emulated');
  return (doc) => (clause(doc) === null ? null : value);
}

/** A path that isn't mapped as string matches nothing. */
function textClause(path: string, query: unknown, { bm25, mappings }: ClauseContext): Clause {
  const queries = [query].flat().filter((part) => typeof part === 'string');
  if (queries.length === 0) throw mongotError('"text.query" cannot be empty');
  const mapping = mappings(path).get('string');
  if (!mapping) return () => null;
  const analyzer = String(mapping['analyzer'] ?? 'lucene.standard');
  const searchAnalyzer = String(mapping['searchAnalyzer'] ?? analyzer);
  const terms = queries.flatMap((part) => analyze(part, searchAnalyzer));
  return bm25.scorer(path, analyzer, terms);
}

function valueClause(path: string, values: readonly unknown[], { mappings }: ClauseContext): Clause {
  for (const value of values) checkMapped(path, value, mappings(path));
  const keys = new Set(values.map(keyOf));
  return (doc) => ([valueAt(doc, path)].flat().some((value) => keys.has(keyOf(value))) ? 1 : null);
}

/** `in` takes one value or several, of one type. */
function checkList(values: readonly unknown[]): readonly unknown[] {
  if (values.length === 0) throw mongotError('"in.value" cannot be empty');
  if (new Set(values.map(kindOf)).size > 1) throw mongotError('"in.value" must be of one type');
  return values;
}

function rangeClause(path: string, bounds: Doc, { mappings }: ClauseContext): Clause {
  const { gt, gte, lt, lte } = bounds;
  const given = [gt, gte, lt, lte].filter((bound) => bound !== undefined);
  if (given.length === 0) throw mongotError('"range" must have at least one bound');
  for (const bound of given) checkMapped(path, bound, mappings(path));
  const kind = typeof comparable(given[0]);
  const holds = (value: number | string): boolean =>
    typeof value === kind &&
    (gt === undefined || value > comparable(gt)) &&
    (gte === undefined || value >= comparable(gte)) &&
    (lt === undefined || value < comparable(lt)) &&
    (lte === undefined || value <= comparable(lte));
  return (doc) => ([valueAt(doc, path)].flat().some((value) => value != null && holds(comparable(value))) ? 1 : null);
}

function comparable(value: unknown): number | string {
  return typeof value === 'string' ? value : Number(value);
}

function checkMapped(path: string, value: unknown, mapped: Map<string, Doc>): void {
  const type = kindOf(value);
  if (type !== null && mapped.has(type)) return;
  throw mongotError(`Path '${path}' needs to be indexed as ${type}`);
}

/** The mapping that a value is found by, null where there is none. */
function kindOf(value: unknown): string | null {
  if (typeof value === 'string') return 'token';
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value;
  if (value instanceof Date) return 'date';
  if (value instanceof ObjectId) return 'objectId';
  return value instanceof Binary && value.sub_type === Binary.SUBTYPE_UUID ? 'uuid' : null;
}
