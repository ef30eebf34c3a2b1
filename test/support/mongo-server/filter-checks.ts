import { badValue } from './errors.ts';
import { type Doc, isDoc } from './values.ts';

const LOGICAL = new Set(['$and', '$or', '$nor']);
const TOP_LEVEL = new Set(['$expr', '$jsonSchema', '$comment']);

/** Holds a filter against rules that mingo doesn't know. @throws CommandError 2 */
export function checkFilter(filter: Doc): void {
  for (const [key, value] of Object.entries(filter)) {
    if (LOGICAL.has(key)) checkBranches(value);
    else if (!key.startsWith('$')) checkCondition(value);
    else if (!TOP_LEVEL.has(key)) throw badValue(`unknown top level operator: ${key}`);
  }
}

function checkBranches(branches: unknown): void {
  if (!Array.isArray(branches) || branches.length === 0) {
    throw badValue('$and/$or/$nor must be a nonempty array');
  }
  for (const branch of branches) {
    if (!isDoc(branch)) throw badValue('$or/$and/$nor entries need to be full objects');
    checkFilter(branch);
  }
}

function checkCondition(condition: unknown): void {
  if (!isDoc(condition)) return;
  for (const operator of ['$in', '$nin', '$all']) {
    if (operator in condition && !Array.isArray(condition[operator])) throw badValue(`${operator} needs an array`);
  }
  checkCondition(condition['$not']);
}
