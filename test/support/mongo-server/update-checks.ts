import { badValue, CommandError } from './errors.ts';
import { type Doc, isDoc } from './values.ts';

const OPERATORS = new Set([
  '$set',
  '$setOnInsert',
  '$unset',
  '$inc',
  '$mul',
  '$min',
  '$max',
  '$rename',
  '$currentDate',
  '$push',
  '$addToSet',
  '$pull',
  '$pop',
]);
const ARRAY_OPERATORS = new Set(['$push', '$addToSet', '$pull', '$pop']);
const LENIENT = new Set(['$unset', '$pull', '$pop', '$rename']);

/** Holds the operators of an update against each other. @throws CommandError 9 for one unknown, 40 for a conflict */
export function checkOperators(change: Doc): void {
  const paths: string[] = [];
  for (const [operator, fields] of Object.entries(change)) {
    if (!OPERATORS.has(operator)) throw new CommandError(9, `Unknown modifier: ${operator}`);
    if (!isDoc(fields)) throw new CommandError(9, `Modifiers operate on fields but we found another type: ${operator}`);
    for (const path of Object.keys(fields)) {
      const other = paths.find((taken) => isWithin(path, taken) || isWithin(taken, path));
      if (other) throw new CommandError(40, `Updating the path '${path}' would create a conflict at '${other}'`);
      paths.push(path);
    }
  }
}

/** Holds an update's operators against a document. @throws CommandError 14, 2 or 28 where a value is of another type */
export function checkTargets(doc: Doc, change: Doc): void {
  for (const [operator, fields] of Object.entries(change)) {
    for (const [path, argument] of Object.entries(isDoc(fields) ? fields : {})) {
      if (path.includes('$')) continue;
      const target = follow(doc, path, { isCreated: !LENIENT.has(operator) });
      checkTarget(operator, path, target, argument);
    }
  }
}

function checkTarget(operator: string, path: string, target: unknown, argument: unknown): void {
  if (operator === '$inc' || operator === '$mul') {
    if (typeof argument !== 'number') throw new CommandError(14, `Cannot ${operator} with a non-numeric argument`);
    if (target !== undefined && typeof target !== 'number') {
      throw new CommandError(14, `Cannot apply ${operator} to the field '${path}', which is not numeric`);
    }
  }
  if (ARRAY_OPERATORS.has(operator) && target !== undefined && !Array.isArray(target)) {
    throw badValue(`Cannot apply ${operator} to the field '${path}', which is not an array`);
  }
}

/** The value at a path through documents and positions of arrays. */
function follow(doc: Doc, path: string, { isCreated }: { isCreated: boolean }): unknown {
  let at: unknown = doc;
  for (const key of path.split('.')) {
    if (at === undefined) return undefined;
    if (isDoc(at)) at = at[key];
    else if (Array.isArray(at) && /^\d+$/.test(key)) at = at[Number(key)];
    else if (isCreated) throw new CommandError(28, `Cannot create field '${key}' of '${path}' in what is no document`);
    else return undefined;
  }
  return at;
}

function isWithin(path: string, other: string): boolean {
  return path === other || path.startsWith(`${other}.`);
}
