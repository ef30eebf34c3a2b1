import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Scope } from '../scope/scope.ts';
import { addressWith, parametersOf, scopeIn } from '../scope/scope-in-address.ts';

/** What is searched for, and where. */
export interface Searched {
  /** Empty for nothing yet. */
  readonly query: string;
  readonly scope: Scope;
}

/** What the address names, so that Back goes to the search before, and a search can be sent. */
export function useSearched() {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const searched = useMemo((): Searched => {
    return { query: new URLSearchParams(search).get('q') ?? '', scope: scopeIn(search) };
  }, [search]);
  const setSearched = ({ query, scope }: Searched) => {
    const address = addressWith(path, [...(query ? [['q', query] as const] : []), ...parametersOf(scope)]);
    // Other words are a step that Back takes; where they are looked for is none.
    navigate(address, { replace: query === searched.query });
  };
  return [searched, setSearched] as const;
}
