import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { AuditFilter } from '../gql/graphql.ts';
import { type Action, isAction } from './actions.ts';

/** Which entries are listed, as the address says it; days are those of where one is. */
export interface Filter {
  readonly actor?: string;
  readonly action?: Action;
  /** The first day, such as `2026-11-26`. */
  readonly from?: string;
  /** The last day. */
  readonly to?: string;
}

/** The filter that the address names, so that it can be kept and sent. */
export function useFilter() {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const filter = useMemo((): Filter => {
    const named = new URLSearchParams(search);
    const [actor, action] = [named.get('actor'), named.get('action')];
    const [from, to] = ['from', 'to'].map((name) => dayIn(named.get(name)));
    return { ...(actor && { actor }), ...(isAction(action) && { action }), ...(from && { from }), ...(to && { to }) };
  }, [search]);
  const setFilter = (changed: { readonly [Name in keyof Filter]: Filter[Name] | '' }) => {
    const named = new URLSearchParams(Object.entries(changed).filter(([, value]) => value));
    navigate(named.size > 0 ? `${path}?${named}` : path, { replace: true });
  };
  return [filter, setFilter] as const;
}

/** As the server takes it. */
export function toAuditFilter({ actor, action, from, to }: Filter): AuditFilter {
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    // The server means after and before, without the moment itself.
    ...(from && { after: new Date(startOf(from).getTime() - 1).toISOString() }),
    ...(to && { before: startOf(to, 1).toISOString() }),
  };
}

function dayIn(text: string | null): string | undefined {
  return text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(startOf(text).getTime()) ? text : undefined;
}

function startOf(day: string, daysLater = 0): Date {
  const start = new Date(`${day}T00:00`);
  start.setDate(start.getDate() + daysLater);
  return start;
}
