import { CommandError } from '../errors.ts';
import { isInTransaction } from '../sessions.ts';
import { type Doc, isDoc } from '../values.ts';

/** The stages that mongod hands to mongot. */
const OF_MONGOT = new Set(['$search', '$vectorSearch', '$listSearchIndexes']);

/**
 * Where a stage of mongot may stand that comes first in its pipeline, as mongod sees it.
 * @throws CommandError 263 in a transaction, 72 with a read concern other than `local`, 323 under a strict API version
 */
export function checkPlacement(command: Doc, firstStage: Doc): void {
  const [stage = ''] = Object.keys(firstStage);
  if (!OF_MONGOT.has(stage)) return;
  if (isInTransaction(command)) throw notInTransaction(stage);
  const level = isDoc(command['readConcern']) ? command['readConcern']['level'] : undefined;
  if (level !== undefined && level !== 'local') {
    throw new CommandError(
      72,
      `${stage} cannot run with a readConcern other than 'local'. Current readConcern: ${level}`,
    );
  }
  if (command['apiStrict'] === true)
    throw new CommandError(323, `stage ${stage} is not allowed with 'apiStrict: true'`);
}

/** Code 263. */
export function notInTransaction(stage: string): CommandError {
  return new CommandError(
    263,
    `Operation not permitted in transaction :: caused by :: Aggregation stage ${stage} cannot run within a multi-document transaction`,
  );
}
