import { useQuery } from 'urql';
import { GrantableCollectionsDocument } from '../gql/graphql.ts';

/** The names of the collections that there are. */
export function useCollectionNames(): readonly string[] {
  const [{ data }] = useQuery({ query: GrantableCollectionsDocument, requestPolicy: 'cache-and-network' });
  return data?.collections.map(({ name }) => name) ?? [];
}
