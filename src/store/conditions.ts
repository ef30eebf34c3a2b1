import { type AccessScope, EVERYTHING, type Scope } from './access.ts';
import type { DocumentFilter } from './filters.ts';

/** What an adapter makes of each part of a filter: a table without an entry for each does not compile. */
export type FilterTable<Condition, Filter = DocumentFilter> = {
  readonly [Key in keyof Filter]-?: (value: NonNullable<Filter[Key]>) => Condition;
};

/** What an adapter makes of each right of a scope, null where it leaves nothing out: total, as a `FilterTable` is. */
export type ScopeTable<Condition, Of = AccessScope> = {
  readonly [Key in keyof Of]: (value: Of[Key]) => Condition | null;
};

/** The conditions that a filter stands for, all of which must hold. */
export function conditionsOfFilter<Condition, Filter = DocumentFilter>(
  table: FilterTable<Condition, Filter>,
  filter: Filter,
): Condition[] {
  return keysOf(table).flatMap((key) => {
    const value = filter[key];
    // The compiler doesn't follow that a key's entry takes that key's value.
    return value === undefined ? [] : [(table[key] as (value: unknown) => Condition)(value)];
  });
}

/** The conditions that a scope stands for, all of which must hold; none for one that leaves nothing out. */
export function conditionsOfScope<Condition>(table: ScopeTable<Condition>, scope: Scope): Condition[] {
  if (scope === EVERYTHING) return [];
  return keysOf(table)
    .map((key) => (table[key] as (value: unknown) => Condition | null)(scope[key]))
    .filter((condition) => condition !== null);
}

function keysOf<Table extends object>(table: Table): (keyof Table)[] {
  return Object.keys(table) as (keyof Table)[];
}
