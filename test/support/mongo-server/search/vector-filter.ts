import { Query } from 'mingo';
import { Binary, ObjectId } from 'mongodb';
import { type Doc, isDoc } from '../values.ts';

const LOGICAL = new Set(['$and', '$or', '$nor']);
const OPERATORS = new Set(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$exists', '$not']);

/** Compiles the filter of a `$vectorSearch`; `refuse` makes the error that is thrown for what mongot doesn't take. */
export function compileVectorFilter(
  filter: Doc,
  paths: ReadonlySet<string>,
  refuse: (message: string) => Error,
): (doc: Doc) => boolean {
  check(filter);
  const query = new Query(filter);
  return (doc) => query.test(doc);

  function check(clause: Doc): void {
    for (const [path, condition] of Object.entries(clause)) {
      if (LOGICAL.has(path)) {
        for (const inner of [condition].flat()) if (isDoc(inner)) check(inner);
      } else if (path.startsWith('$')) {
        throw refuse(`"filter" contains the unsupported operator "${path}"`);
      } else if (!paths.has(path)) {
        throw refuse(`Path '${path}' needs to be indexed as filter`);
      } else {
        checkCondition(path, condition);
      }
    }
  }

  function checkCondition(path: string, condition: unknown): void {
    const operators = isDoc(condition) ? condition : { $eq: condition };
    for (const [operator, value] of Object.entries(operators)) {
      if (!OPERATORS.has(operator)) throw refuse(`"filter.${path}" contains the unsupported operator "${operator}"`);
      if (operator === '$not') checkCondition(path, value);
      else if (operator === '$in' || operator === '$nin') checkList(path, operator, value);
      else checkValue(path, value);
    }
  }

  function checkList(path: string, operator: string, value: unknown): void {
    if (!Array.isArray(value) || value.length === 0) throw refuse(`"filter.${path}.${operator}" cannot be empty`);
    for (const item of value) checkValue(path, item);
    const types = new Set(value.map((item) => (item === null ? 'null' : typeof item)));
    if (types.size > 1 || types.has('null')) throw refuse(`"filter.${path}.${operator}" must be of one type, not null`);
  }

  function checkValue(path: string, value: unknown): void {
    const isScalar = value === null || ['string', 'number', 'boolean'].includes(typeof value);
    const isUuid = value instanceof Binary && value.sub_type === Binary.SUBTYPE_UUID;
    if (isScalar || isUuid || value instanceof Date || value instanceof ObjectId) return;
    throw refuse(`"filter.${path}" must be a boolean, date, objectId, number, string, uuid or null`);
  }
}
