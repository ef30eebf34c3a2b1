import { atTime } from './clock.ts';
import { aggregate } from './commands/aggregate.ts';
import { definitionCommands } from './commands/definitions.ts';
import { documentDbFindAndModify, findAndModify } from './commands/find-and-modify.ts';
import { indexCommands } from './commands/indexes.ts';
import { readCommands } from './commands/reads.ts';
import { searchIndexCommands } from './commands/search-indexes.ts';
import { serverCommands } from './commands/server.ts';
import { writeCommands } from './commands/writes.ts';
import type { Deployment, Handler } from './deployment.ts';
import { CommandError, errorReply } from './errors.ts';
import { checkFields } from './fields.ts';
import { reachPostgres } from './postgres.ts';
import { isInTransaction } from './sessions.ts';
import type { Doc } from './values.ts';

const HANDLERS: Readonly<Record<string, Handler>> = {
  ...serverCommands,
  ...readCommands,
  ...writeCommands,
  ...indexCommands,
  ...definitionCommands,
  ...searchIndexCommands,
  aggregate,
  findAndModify,
};

/** What may be a statement of a transaction. */
const TRANSACTIONAL = new Set([
  'find',
  'getMore',
  'aggregate',
  'distinct',
  'insert',
  'update',
  'delete',
  'findAndModify',
]);
const TRANSACTION_ENDS = new Set(['commitTransaction', 'abortTransaction']);

/** Carries out one command; failures become answers. */
export async function dispatch(name: string, sent: Doc, deployment: Deployment, signal: AbortSignal): Promise<Doc> {
  const { profile, sessions } = deployment;
  const command = atTime(sent, deployment.clock.now());
  const db = String(command['$db']);
  try {
    const handler = handlerFor(name, deployment);
    checkFields(name, command);
    if (profile === 'documentdb') {
      reachPostgres(deployment.postgres);
      return await handler(command, { ...deployment, db, data: deployment.catalog, signal });
    }
    const earlier = sessions.earlierReply(command);
    if (earlier) return earlier;
    const endsTransaction = TRANSACTION_ENDS.has(name);
    if (isInTransaction(command) && !endsTransaction && !TRANSACTIONAL.has(name)) {
      throw new CommandError(263, `Cannot run '${name}' in a multi-document transaction.`);
    }
    const data = endsTransaction ? deployment.catalog : sessions.dataFor(command);
    const reply = await handler(command, { ...deployment, db, data, signal });
    sessions.remember(command, reply);
    if (isInTransaction(command) && 'writeErrors' in reply) sessions.abort(command);
    return reply;
  } catch (error) {
    if (isInTransaction(command)) sessions.abort(command);
    return errorReply(error);
  }
}

function handlerFor(name: string, { profile }: Deployment): Handler {
  const handler = HANDLERS[name];
  // DocumentDB takes a transaction's statements one by one, and doesn't know its end.
  const isUnknown = profile === 'documentdb' && TRANSACTION_ENDS.has(name);
  if (!handler || isUnknown) throw new CommandError(59, `no such command: '${name}'`);
  return profile === 'documentdb' && name === 'findAndModify' ? documentDbFindAndModify : handler;
}
