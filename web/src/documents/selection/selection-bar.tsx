import { Suspense, useEffect, useRef, useState } from 'react';
import type { DocumentPartsFragment } from '../../gql/graphql.ts';
import { Button } from '../../ui/button.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { messages } from '../messages.ts';
import boxCss from './select-box.module.css';
import type { Selection } from './selection.ts';
import css from './selection-bar.module.css';
import { useSelected } from './use-selected.ts';

const DeleteManyDialog = lazyPart(() => import('./delete-many-dialog.tsx').then((file) => file.DeleteManyDialog));
const EditManyDialog = lazyPart(() => import('./edit-many-dialog.tsx').then((file) => file.EditManyDialog));

interface SelectionBarProps {
  readonly selection: Selection;
  /** How many documents there are, shown or not. */
  readonly count: number;
}

/** What is to be done with which documents: those that were selected when it was asked for. */
interface Asked {
  readonly what: 'edit' | 'delete';
  readonly documents: readonly DocumentPartsFragment[];
}

/** Above the list: how many there are; where some are selected, what can be done with them. */
export function SelectionBar({ selection, count }: SelectionBarProps) {
  const { shown, selected } = useSelected(selection);
  const [asked, setAsked] = useState<Asked | null>(null);
  const dialog = asked && { documents: asked.documents, selection, onClose: () => setAsked(null) };
  return (
    <div className={css.bar}>
      <div className={css.count}>
        {shown.length > 0 && <AllBox selection={selection} shown={shown.length} selected={selected.length} />}
        {selected.length > 0 ? messages.selected(selected.length) : messages.documents(count)}
      </div>
      {selected.length > 0 && (
        <Actions onAsked={(what) => setAsked({ what, documents: selected })} onNone={() => selection.setAll(false)} />
      )}
      <Suspense>
        {dialog && (asked.what === 'edit' ? <EditManyDialog {...dialog} /> : <DeleteManyDialog {...dialog} />)}
      </Suspense>
    </div>
  );
}

interface AllBoxProps {
  readonly selection: Selection;
  /** How many can be selected. */
  readonly shown: number;
  readonly selected: number;
}

function AllBox({ selection, shown, selected }: AllBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  const isPart = selected > 0 && selected < shown;
  useEffect(() => {
    if (box.current) box.current.indeterminate = isPart;
  }, [isPart]);
  return (
    <label className={boxCss.box}>
      <input
        ref={box}
        type="checkbox"
        aria-label={messages.selectAll}
        checked={selected > 0 && !isPart}
        onChange={({ target }) => selection.setAll(target.checked)}
      />
    </label>
  );
}

function Actions({ onAsked, onNone }: { onAsked(what: Asked['what']): void; onNone(): void }) {
  const buttons = useRef<HTMLDivElement>(null);
  useKeptFocus(buttons);
  return (
    <div ref={buttons} className={css.actions}>
      <Button look="quiet" onClick={() => onAsked('edit')}>
        {messages.edit}
      </Button>
      <Button look="quiet" onClick={() => onAsked('delete')}>
        {messages.delete}
      </Button>
      <Button look="quiet" onClick={onNone}>
        {messages.selectNone}
      </Button>
    </div>
  );
}
