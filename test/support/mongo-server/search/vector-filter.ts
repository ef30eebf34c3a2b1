import { Query } from 'mingo';
import { Binary, ObjectId } from 'mongodb';
import { mongotError } from '../errors.ts';
import { type Doc, isDoc } from '../values.ts';

const LOGICAL = new Set(['$and', '$or', '$nor']);
const OPERATORS = new Set(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$exists', '$not']);

/** Compiles the filter of a `$vectorSearch`. @throws CommandError code 8 for what mongot doesn't take */
export function compileVectorFilter(filter: Doc, paths: ReadonlySet<string>): (doc: Doc) => boolean {
  checkClause(filter, paths);
  const query = new Query(filter);
  return (doc) => query.test(doc);
}

function checkClause(clause: Doc, paths: ReadonlySet<string>): void {
  for (const [path, condition] of Object.entries(clause)) {
    if (LOGICAL.has(path)) {
      for (const inner of [condition].flat()) if (isDoc(inner)) checkClause(inner, paths);
    } else if (path.startsWith('$')) {
      throw mongotError(`"filter" contains the unsupported operator "${path}"`);
    } else if (!paths.has(path)) {
      throw mongotError(`Path '${path}' needs to be indexed as filter`);
    } else {
      checkCondition(path, condition);
    }
  }
}

function checkCondition(path: string, condition: unknown): void {
  const operators = isDoc(condition) ? condition : { $eq: condition };
  for (const [operator, value] of Object.entries(operators)) {
    if (!OPERATORS.has(operator)) {
      throw mongotError(`"filter.${path}" contains the unsupported operator "${operator}"`);
    }
    if (operator === '$not') checkCondition(path, value);
    else if (operator === '$in' || operator === '$nin') checkList(path, operator, value);
    else checkValue(path, value);
  }
}

function checkList(path: string, operator: string, value: unknown): void {
  if (!Array.isArray(value) || value.length === 0) throw mongotError(`"filter.${path}.${operator}" cannot be empty`);
  const types = new Set(value.map((item) => checkValue(path, item)));
  if (types.size > 1 || types.has('null')) {
    throw mongotError(`"filter.${path}.${operator}" must be of one type, not null`);
  }
}

/** The type of a value that may be filtered by. */
function checkValue(path: string, value: unknown): string {
  if (value === null) return 'null';
  if (['string', 'number', 'boolean'].includes(typeof value)) return typeof value;
  if (value instanceof Date) return 'date';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof Binary && value.sub_type === Binary.SUBTYPE_UUID) return 'uuid';
  throw mongotError(`"filter.${path}" must be a boolean, date, objectId, number, string, uuid or null`);
}
