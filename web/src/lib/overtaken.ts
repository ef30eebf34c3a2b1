import { type Client, type Exchange, mapExchange } from '@urql/core';
import { readAgain } from './read-again.ts';

/**
 * A query that is under way while something is changed may bring what was before. The cache asks it again after a change,
 * but not where it is being asked already: so it is asked once more here, behind the cache, when it has come.
 * @param client gives the client that has this exchange
 */
export function overtakenExchange(client: () => Client): Exchange {
  /** The queries under way, and whether something was changed meanwhile. */
  const underWay = new Map<number, boolean>();
  return mapExchange({
    onOperation: ({ kind, key }) => {
      if (kind === 'query') underWay.set(key, false);
      else if (kind === 'teardown') underWay.delete(key);
    },
    onResult: ({ operation }) => {
      if (operation.kind === 'mutation') for (const key of underWay.keys()) underWay.set(key, true);
      const isOvertaken = underWay.get(operation.key) ?? false;
      underWay.delete(operation.key);
      if (isOvertaken) readAgain(client(), operation);
    },
  });
}
