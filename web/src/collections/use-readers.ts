import { useQuery } from 'urql';
import { CollectionReadersDocument, type CollectionReadersQuery } from '../gql/graphql.ts';
import { useReread } from '../ui/use-reread.ts';

/** A member, and what they see. */
export type Reader = CollectionReadersQuery['members']['edges'][number]['node'];

/** One page: organisations with more members are not counted through. */
const COUNTED_MEMBERS = 100;

/** The members who may see something at all; null where that isn't known. */
export function useReaders(): readonly Reader[] | null {
  const [{ data }, read] = useQuery({
    query: CollectionReadersDocument,
    variables: { first: COUNTED_MEMBERS },
    requestPolicy: 'cache-and-network',
  });
  useReread(read);
  if (!data || data.members.pageInfo.hasNextPage) return null;
  return data.members.edges.map(({ node }) => node).filter(({ suspendedAt }) => suspendedAt === null);
}
