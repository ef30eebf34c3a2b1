import { Binary } from 'mongodb';
import type { Catalog, Data } from './catalog.ts';
import { CommandError } from './errors.ts';
import { createTransaction, type Transaction } from './transaction.ts';
import { type Doc, isDoc } from './values.ts';

/** What sessions add to commands: transactions, and writes that are sent twice but done once. */
export interface Sessions {
  /** The data that a command works on. @throws CommandError 251 when its transaction is not there */
  dataFor(command: Doc): Data;
  /** The answer to the same retryable write when it came first, if it did. */
  earlierReply(command: Doc): Doc | undefined;
  remember(command: Doc, reply: Doc): void;
  commit(command: Doc): void;
  /** Also what any failed statement of a transaction leads to. */
  abort(command: Doc): void;
  end(ids: readonly unknown[]): void;
  clear(): void;
}

interface Session {
  transaction: { readonly number: number; readonly work: Transaction } | null;
  lastCommitted: number | null;
  lastWrite: { readonly number: number; readonly reply: Doc } | null;
}

/** No sessions yet. */
export function createSessions({ catalog }: { catalog: Catalog }): Sessions {
  const sessions = new Map<string, Session>();

  const sessionOf = (command: Doc): Session => {
    const id = sessionId(command) ?? '';
    const session = sessions.get(id) ?? { transaction: null, lastCommitted: null, lastWrite: null };
    sessions.set(id, session);
    return session;
  };

  const openTransaction = (command: Doc): Transaction => {
    const { transaction } = sessionOf(command);
    if (!transaction || transaction.number !== command['txnNumber']) throw noSuchTransaction(command);
    return transaction.work;
  };

  return {
    dataFor(command) {
      if (!isInTransaction(command)) return catalog;
      if (command['startTransaction'] === true) {
        const work = createTransaction(catalog);
        sessionOf(command).transaction = { number: Number(command['txnNumber']), work };
      }
      return openTransaction(command).data;
    },
    earlierReply(command) {
      const last = isRetryableWrite(command) ? sessionOf(command).lastWrite : null;
      return last?.number === command['txnNumber'] ? last?.reply : undefined;
    },
    remember(command, reply) {
      if (isRetryableWrite(command)) sessionOf(command).lastWrite = { number: Number(command['txnNumber']), reply };
    },
    commit(command) {
      const session = sessionOf(command);
      if (session.lastCommitted === command['txnNumber']) return;
      const transaction = openTransaction(command);
      session.transaction = null;
      transaction.commit();
      session.lastCommitted = Number(command['txnNumber']);
    },
    abort(command) {
      sessionOf(command).transaction = null;
    },
    end(ids) {
      for (const id of ids) sessions.delete(sessionId({ lsid: id }) ?? '');
    },
    clear: () => sessions.clear(),
  };
}

/** Whether a command is a statement of a transaction, its commit and abort included. */
export function isInTransaction(command: Doc): boolean {
  return command['autocommit'] === false;
}

/** A command's session, in hex. */
export function sessionId(command: Doc): string | undefined {
  const lsid = command['lsid'];
  const id = isDoc(lsid) ? lsid['id'] : undefined;
  return id instanceof Binary ? Buffer.from(id.buffer).toString('hex') : undefined;
}

function isRetryableWrite(command: Doc): boolean {
  return command['txnNumber'] !== undefined && !isInTransaction(command);
}

function noSuchTransaction(command: Doc): CommandError {
  return new CommandError(
    251,
    `Given transaction number ${command['txnNumber']} does not match any in-progress transactions.`,
    { labels: ['TransientTransactionError'] },
  );
}
