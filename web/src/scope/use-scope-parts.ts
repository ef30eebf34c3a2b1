import { useMemo } from 'react';
import { useQuery } from 'urql';
import { ScopeDocumentsDocument } from '../gql/graphql.ts';
import { messages } from './messages.ts';
import { type Scope, toggled } from './scope.ts';

/** A condition of a scope, in words. */
export interface ScopePart {
  readonly key: string;
  readonly name: string;
  /** The scope that is left when it goes. */
  readonly without: Scope;
}

/** What a scope is made of. Documents that are gone, or that one may not see, have no name. */
export function useScopeParts(scope: Scope): ScopePart[] {
  const { collection, tags, documentIds } = scope;
  const variables = useMemo(
    () => ({ filter: { documentIds: [...documentIds] }, first: Math.max(1, documentIds.length) }),
    [documentIds],
  );
  const [{ data }] = useQuery({ query: ScopeDocumentsDocument, variables, pause: documentIds.length === 0 });
  const names = new Map(data?.documents.edges.map(({ node }) => [node.id, node.name]));
  return [
    ...(collection ? [{ key: 'collection', name: collection, without: { ...scope, collection: '' } }] : []),
    ...tags.map((tag) => ({ key: `tag ${tag}`, name: `#${tag}`, without: { ...scope, tags: toggled(tags, tag) } })),
    ...documentIds.map((id) => ({
      key: `document ${id}`,
      name: names.get(id) ?? (data ? messages.gone : '…'),
      without: { ...scope, documentIds: toggled(documentIds, id) },
    })),
  ];
}
