import { useQuery } from 'urql';
import { ActorsDocument } from '../gql/graphql.ts';

/** What something was done to: a member by their address, all else by its id. */
export function Target({ id }: { readonly id: string }) {
  const [{ data }] = useQuery({ query: ActorsDocument });
  const member = data?.members.edges.find(({ node }) => node.user.id === id);
  return member ? member.node.user.email : <code>{id}</code>;
}
