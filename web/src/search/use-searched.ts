import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';

/** What is searched for, and where. */
export interface Searched {
  /** Empty for nothing yet. */
  readonly query: string;
  /** Empty for all documents. */
  readonly collection: string;
}

/** What the address names, so that Back goes to the search before, and a search can be sent. */
export function useSearched() {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const searched = useMemo((): Searched => {
    const named = new URLSearchParams(search);
    return { query: named.get('q') ?? '', collection: named.get('collection') ?? '' };
  }, [search]);
  const setSearched = ({ query, collection }: Searched) => {
    const named = new URLSearchParams();
    if (query) named.set('q', query);
    if (collection) named.set('collection', collection);
    // Other words are a step that Back takes; where they are looked for is none.
    navigate(named.size > 0 ? `${path}?${named}` : path, { replace: query === searched.query });
  };
  return [searched, setSearched] as const;
}
