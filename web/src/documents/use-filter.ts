import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { DocumentFilter, DocumentStatus } from '../gql/graphql.ts';

/** The filters that people set. */
export const STATUSES: readonly DocumentStatus[] = ['SEARCHABLE', 'PENDING', 'PROCESSING', 'FAILED', 'CANCELLED'];

/** The filter that the address names, so that it can be kept and sent. */
export function useFilter() {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const filter = useMemo((): DocumentFilter => {
    const named = new URLSearchParams(search);
    const name = named.get('name');
    const collection = named.get('collection');
    const status = STATUSES.find((each) => each === named.get('status'));
    return { ...(name && { nameContains: name }), ...(collection && { collection }), ...(status && { status }) };
  }, [search]);
  const setFilter = ({ nameContains, collection, status }: DocumentFilter) => {
    const named = new URLSearchParams();
    if (nameContains) named.set('name', nameContains);
    if (collection) named.set('collection', collection);
    if (status) named.set('status', status);
    navigate(named.size > 0 ? `${path}?${named}` : path, { replace: true });
  };
  return [filter, setFilter] as const;
}
