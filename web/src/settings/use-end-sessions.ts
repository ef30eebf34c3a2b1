import { useClient } from 'urql';
import { RevokeSessionDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';

/** Ends sessions, one after the other. One that has ended meanwhile is what was wanted. */
export function useEndSessions() {
  const client = useClient();
  return async (sessions: readonly { readonly id: string }[]): Promise<void> => {
    for (const { id } of sessions) {
      const { error } = await client.mutation(RevokeSessionDocument, { input: { id } });
      if (error && toFailure(error).code !== 'NOT_FOUND') throw error;
    }
  };
}
