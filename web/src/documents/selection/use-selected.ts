import { useStore } from '../../ui/use-store.ts';
import type { Selection } from './selection.ts';

/** The documents that can be selected, and those that are: what has gone from the list is not among them any more. */
export function useSelected(selection: Selection) {
  const ids = useStore(selection.ids);
  const shown = useStore(selection.shown).flat();
  return { shown, selected: shown.filter(({ id }) => ids.has(id)) };
}
