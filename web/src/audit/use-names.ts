import { useMemo } from 'react';
import { useQuery } from 'urql';
import { ActorsDocument } from '../gql/graphql.ts';

/** Who does things here: what members and API tokens are called, by their ids. */
export function useNames(): ReadonlyMap<string, string> {
  const [{ data }] = useQuery({ query: ActorsDocument });
  return useMemo(
    () =>
      new Map([
        ...(data?.members.edges ?? []).map(({ node: { user } }) => [user.id, user.email] as const),
        ...(data?.apiTokens.edges ?? []).map(({ node: { id, name } }) => [id, name] as const),
      ]),
    [data],
  );
}
