import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { DocumentFilter, DocumentStatus } from '../gql/graphql.ts';

/** The filters that people set. */
export const STATUSES: readonly DocumentStatus[] = ['SEARCHABLE', 'PENDING', 'PROCESSING', 'FAILED', 'CANCELLED'];

/** The filter that the address names, so that it can be kept and sent. */
export function useFilter() {
  const search = useSearch();
  const [, navigate] = useLocation();
  const filter = useMemo((): DocumentFilter => {
    const named = new URLSearchParams(search);
    const name = named.get('name');
    const collection = named.get('collection');
    const tag = named.get('tag');
    const status = STATUSES.find((each) => each === named.get('status'));
    return {
      ...(name && { nameContains: name }),
      ...(collection && { collection }),
      ...(tag && { tags: [tag] }),
      ...(status && { status }),
    };
  }, [search]);
  const setFilter = (next: DocumentFilter) => navigate(addressOf(next), { replace: true });
  return [filter, setFilter] as const;
}

/** Where the list is that a filter lets through. */
export function addressOf({ nameContains, collection, tags, status }: DocumentFilter): string {
  const named = new URLSearchParams();
  if (nameContains) named.set('name', nameContains);
  if (collection) named.set('collection', collection);
  if (tags?.[0]) named.set('tag', tags[0]);
  if (status) named.set('status', status);
  return named.size > 0 ? `/documents?${named}` : '/documents';
}
