import type { DocumentPartsFragment } from '../../gql/graphql.ts';
import { createStore, type Store } from '../../lib/store.ts';

/** Which of the documents in the list are selected, to be changed together. */
export interface Selection {
  /** The documents that can be selected, as they are in the list now, by its pages. */
  readonly shown: Store<readonly (readonly DocumentPartsFragment[])[]>;
  readonly ids: Store<ReadonlySet<string>>;
  /** What a page of the list shows now, counted from 0. */
  show(page: number, documents: readonly DocumentPartsFragment[]): void;
  /** Selects one or not; `isRange`: and all from the one that was changed last. */
  set(id: string, isSelected: boolean, options?: { readonly isRange: boolean }): void;
  setAll(isSelected: boolean): void;
}

/** Begins with none. */
export function createSelection(): Selection {
  const shown = createStore<readonly (readonly DocumentPartsFragment[])[]>([]);
  const ids = createStore<ReadonlySet<string>>(new Set());
  let last: string | null = null;

  const change = (changed: readonly string[], isSelected: boolean) => {
    const kept = [...ids.get()].filter((id) => !changed.includes(id));
    ids.set(new Set(isSelected ? [...kept, ...changed] : kept));
  };
  const idsShown = () => shown.get().flatMap((documents) => documents.map(({ id }) => id));
  return {
    shown,
    ids,
    show: (page, documents) => {
      const pages = [...shown.get()];
      pages[page] = documents;
      shown.set(pages);
    },
    set: (id, isSelected, { isRange } = { isRange: false }) => {
      change(isRange && last !== null ? rangeOf(idsShown(), last, id) : [id], isSelected);
      last = id;
    },
    setAll: (isSelected) => change(isSelected ? idsShown() : [...ids.get()], isSelected),
  };
}

/** From one to the other, whichever comes first. */
function rangeOf(ids: readonly string[], one: string, other: string): readonly string[] {
  const ends = [ids.indexOf(one), ids.indexOf(other)];
  return ends.includes(-1) ? [other] : ids.slice(Math.min(...ends), Math.max(...ends) + 1);
}
