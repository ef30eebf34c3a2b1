import { type Client, makeOperation, type Operation } from '@urql/core';

/** Asks the server a query again, whatever the cache holds. What is on the page stays until its answer comes. */
export function readAgain(client: Client, operation: Operation): void {
  const context = { ...operation.context, requestPolicy: 'network-only' as const };
  client.reexecuteOperation(makeOperation('query', operation, context));
}
