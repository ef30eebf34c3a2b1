import { type Client, type Exchange, makeOperation, mapExchange, type Operation } from '@urql/core';

/** The queries whose results are on the page. */
export interface ShownQueries {
  readonly exchange: Exchange;
  /** Asks the server all of them again. What is there stays until its answer comes. */
  readAgain(client: Client): void;
}

/** Remembers what was asked; which of that is still on the page, the client knows. */
export function createShownQueries(): ShownQueries {
  const asked = new Map<number, Operation>();
  return {
    exchange: mapExchange({
      onOperation: (operation) => {
        if (operation.kind === 'query') asked.set(operation.key, operation);
      },
    }),
    readAgain: (client) => {
      const operations = [...asked.values()];
      // Those that it does ask again come by here.
      asked.clear();
      for (const operation of operations) {
        const context = { ...operation.context, requestPolicy: 'network-only' as const };
        client.reexecuteOperation(makeOperation('query', operation, context));
      }
    },
  };
}
