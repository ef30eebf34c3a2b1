import { aggregate, update } from 'mingo';
import { ObjectId } from 'mongodb';
import { badValue, CommandError } from './errors.ts';
import { mingoOptions } from './query.ts';
import { checkOperators, checkTargets } from './update-checks.ts';
import { asDocs, cloneDoc, type Doc, isDoc, keyOf, valueAt } from './values.ts';

/** An update statement, as `update` and `findAndModify` have it. */
export interface UpdateStatement {
  readonly query: Doc;
  /** Operators, a whole document, or a pipeline. */
  readonly change: Doc | Doc[];
  readonly arrayFilters: Doc[];
}

const UPDATE_STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/** Reads the change of a statement. @throws CommandError for a mixture of fields and operators */
export function parseUpdate(query: Doc, change: unknown, arrayFilters: unknown): UpdateStatement {
  if (!Array.isArray(change) && !isDoc(change)) throw badValue('Update argument must be either an object or an array');
  const parsed = Array.isArray(change) ? asDocs(change, 'u') : change;
  if (Array.isArray(parsed)) {
    const stage = parsed.flatMap((item) => Object.keys(item)).find((name) => !UPDATE_STAGES.has(name));
    if (stage) throw new CommandError(72, `${stage} is not allowed to be used within an update`);
  } else {
    const names = Object.keys(parsed);
    const operators = names.filter((name) => name.startsWith('$'));
    if (operators.length > 0) checkOperators(parsed);
  }
  return {
    query,
    change: parsed,
    arrayFilters: arrayFilters === undefined ? [] : asDocs(arrayFilters, 'arrayFilters'),
  };
}

/** Whether a statement puts a whole document in place. */
export function isReplacement({ change }: UpdateStatement): boolean {
  return !Array.isArray(change) && !Object.keys(change).some((name) => name.startsWith('$'));
}

/** What becomes of a stored document, which is left as it is. */
export function updated(doc: Doc, statement: UpdateStatement): Doc {
  const after = isReplacement(statement)
    ? { _id: doc['_id'], ...cloneDoc(asReplacement(statement)) }
    : applyChange(cloneDoc(doc), statement, { inserting: false });
  if (keyOf(after['_id']) !== keyOf(doc['_id'])) throw immutableId();
  return after;
}

/** The document that an upsert inserts: equalities of the query, then the change. */
export function upserted(statement: UpdateStatement): Doc {
  const fromQuery = equalities(statement.query);
  if (isReplacement(statement)) {
    const { _id = fromQuery['_id'] ?? new ObjectId(), ...rest } = cloneDoc(asReplacement(statement));
    return { _id, ...rest };
  }
  const { _id, ...start } = cloneDoc(fromQuery);
  const { _id: assigned, ...rest } = applyChange(_id === undefined ? start : { _id, ...start }, statement, {
    inserting: true,
  });
  return { _id: assigned ?? new ObjectId(), ...rest };
}

function applyChange(doc: Doc, { change, arrayFilters, query }: UpdateStatement, at: { inserting: boolean }): Doc {
  if (Array.isArray(change)) {
    const [result = doc] = aggregate([doc], change, mingoOptions);
    return result;
  }
  const { $setOnInsert, ...operators } = change;
  if (at.inserting && isDoc($setOnInsert)) {
    operators['$set'] = { ...(isDoc(operators['$set']) ? operators['$set'] : {}), ...$setOnInsert };
  }
  const { doc: start, operators: rest } = takeId(doc, operators, at);
  checkTargets(start, rest);
  // Mingo forgets $slice where the array isn't there yet.
  for (const path of Object.keys(isDoc(rest['$push']) ? rest['$push'] : {})) {
    if (!path.includes('$') && valueAt(start, path) === undefined) update(start, { $set: { [path]: [] } });
  }
  // What an upsert makes need not fit the query that found nothing.
  update(start, rest, arrayFilters, at.inserting ? {} : query, { queryOptions: mingoOptions });
  return start;
}

/** Mingo refuses any `_id` in `$set`; the server takes one that an insert brings, or that is the same. */
function takeId(doc: Doc, operators: Doc, { inserting }: { inserting: boolean }): { doc: Doc; operators: Doc } {
  const set = operators['$set'];
  if (!isDoc(set) || !('_id' in set)) return { doc, operators };
  const { _id, ...others } = set;
  const mayTake = keyOf(_id) === keyOf(doc['_id']) || (inserting && doc['_id'] === undefined);
  if (!mayTake) throw immutableId();
  return { doc: { _id, ...doc }, operators: { ...operators, $set: others } };
}

function equalities(query: Doc): Doc {
  const doc: Doc = {};
  for (const [path, condition] of Object.entries(query)) {
    if (path === '$and' && Array.isArray(condition)) {
      for (const branch of condition) Object.assign(doc, equalities(isDoc(branch) ? branch : {}));
    } else if (!path.startsWith('$')) {
      const value = isDoc(condition) && '$eq' in condition ? condition['$eq'] : condition;
      const isOperator = isDoc(value) && Object.keys(value).some((name) => name.startsWith('$'));
      if (isOperator || value instanceof RegExp) continue;
      if (path === '_id') doc['_id'] = value;
      else update(doc, { $set: { [path]: value } });
    }
  }
  return doc;
}

function asReplacement({ change }: UpdateStatement): Doc {
  if (Array.isArray(change)) throw badValue('A pipeline is no replacement');
  return change;
}

function immutableId(): CommandError {
  return new CommandError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
}
