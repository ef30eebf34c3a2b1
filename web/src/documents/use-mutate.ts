import type { TypedDocumentNode } from '@urql/core';
import { type AnyVariables, useClient } from 'urql';

/** Sends a mutation and throws what it fails with. */
export function useMutate() {
  const client = useClient();
  return async <Data, Variables extends AnyVariables>(
    mutation: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<void> => {
    const { error } = await client.mutation(mutation, variables).toPromise();
    if (error) throw error;
  };
}
