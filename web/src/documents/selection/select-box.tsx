import { useStore } from '../../ui/use-store.ts';
import { messages } from '../messages.ts';
import css from './select-box.module.css';
import type { Selection } from './selection.ts';

interface SelectBoxProps {
  readonly document: { readonly id: string; readonly name: string };
  readonly selection: Selection;
}

/** Selects a document; with Shift, all from the one that was changed last. */
export function SelectBox({ document: { id, name }, selection }: SelectBoxProps) {
  const isSelected = useStore(selection.ids).has(id);
  return (
    <label className={css.box}>
      <input
        type="checkbox"
        aria-label={messages.select(name)}
        checked={isSelected}
        onChange={({ target, nativeEvent }) => {
          // Of a box, it is the click of a mouse or of the space bar.
          const isRange = nativeEvent instanceof MouseEvent && nativeEvent.shiftKey;
          selection.set(id, target.checked, { isRange });
        }}
      />
    </label>
  );
}
