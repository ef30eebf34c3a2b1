import { type Client, type Exchange, mapExchange, type Operation, type OperationResult } from '@urql/core';
import { readAgain } from './read-again.ts';

/** The queries whose results are on the page. */
export interface ShownQueries {
  /** Sees them. What was read stays where it can't be read again for want of a network. */
  readonly exchange: Exchange;
  /** Asks the server all of them again. What is there stays until its answer comes. */
  readAgain(client: Client): void;
}

/** Remembers what was asked; which of that is still on the page, the client knows. */
export function createShownQueries(): ShownQueries {
  const asked = new Map<number, Operation>();
  const read = new Map<number, OperationResult['data']>();
  return {
    exchange: mapExchange({
      onOperation: (operation) => {
        if (operation.kind === 'query') asked.set(operation.key, operation);
        if (operation.kind === 'teardown') read.delete(operation.key);
      },
      onResult: (result) => {
        const { kind, key } = result.operation;
        if (kind !== 'query') return;
        if (result.data) read.set(key, result.data);
        else if (result.error?.networkError) return { ...result, data: read.get(key) };
        return;
      },
    }),
    readAgain: (client) => {
      const operations = [...asked.values()];
      // Those that it does ask again come by here.
      asked.clear();
      for (const operation of operations) readAgain(client, operation);
    },
  };
}
