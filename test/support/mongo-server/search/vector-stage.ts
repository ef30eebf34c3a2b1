import { CommandError, mongotError } from '../errors.ts';
import type { Doc } from '../values.ts';

const FIELDS = new Set(['index', 'path', 'queryVector', 'limit', 'numCandidates', 'exact', 'filter']);
const MAX_CANDIDATES = 10_000;

/**
 * Checks the fields of a `$vectorSearch`, and gives back its limit. mongod looks at the limit before it asks mongot.
 * @throws CommandError 7912700 for a limit that isn't positive, code 8 for what mongot refuses
 */
export function checkVectorStage(stage: Doc): number {
  const limit = Number(stage['limit']);
  if (limit <= 0) throw new CommandError(7912700, '$vectorSearch limit must be positive');
  const unknown = Object.keys(stage).find((name) => !FIELDS.has(name));
  if (unknown) throw mongotError(`Unrecognized field "${unknown}"`);
  for (const name of ['index', 'path']) {
    if (typeof stage[name] !== 'string') throw mongotError(`"${name}" is required`);
  }
  if (stage['queryVector'] == null) {
    throw mongotError('Exactly one and only one of query and queryVector can be present');
  }
  if (!Number.isInteger(limit)) throw mongotError('"limit" must be positive');
  if (stage['exact'] === true) checkExact(stage, limit);
  else checkApproximate(stage, limit);
  return limit;
}

function checkExact({ numCandidates }: Doc, limit: number): void {
  if (numCandidates !== undefined) throw mongotError('"numCandidates" must be omitted when "exact" is set to true');
  // Nobody has seen mongot take more, and an approximate search can't ask for more.
  if (limit > MAX_CANDIDATES) throw mongotError(`The test server knows no exact search above ${MAX_CANDIDATES}`);
}

function checkApproximate({ numCandidates }: Doc, limit: number): void {
  if (numCandidates === undefined) throw mongotError('numCandidates is required for approximate vector search');
  const candidates = Number(numCandidates);
  if (!Number.isInteger(candidates) || candidates < 1 || candidates > MAX_CANDIDATES) {
    throw mongotError('"numCandidates" must be within bounds [1..10000]');
  }
  if (limit > candidates) throw mongotError('limit should be less than or equal to numCandidates');
}
