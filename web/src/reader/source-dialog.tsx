import X from 'lucide-react/icons/x';
import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import { Link } from 'wouter';
import { IconButton } from '../ui/button.tsx';
import { messages as ui } from '../ui/messages.ts';
import { messages } from './messages.ts';
import { addressOfPlace } from './place.ts';
import type { Source } from './source.ts';
import css from './source-dialog.module.css';
import { SourceText } from './source-text.tsx';

/** From here on the source stands beside the answer, else above it. */
const WIDE = matchMedia('(width >= 75rem)');

interface SourceDialogProps {
  readonly source: Source;
  onClose(): void;
}

/** The passage that is cited, marked where it stands in its document. */
export function SourceDialog({ source, onClose }: SourceDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const opener = useRef<Element>(null);
  const title = useId();
  const { passage } = source;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the last that was used, where one goes from source to source.
  useLayoutEffect(() => {
    if (!dialog.current?.contains(document.activeElement)) opener.current = document.activeElement;
  }, [passage.id]);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (!element.open) open(element);
    const openAnew = () => open(element);
    WIDE.addEventListener('change', openAnew);
    return () => WIDE.removeEventListener('change', openAnew);
  }, []);
  useEffect(() => {
    // A dialog beside the page does not hear Escape by itself.
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // What lies above it is closed first.
      if (document.querySelector(':popover-open')) return;
      event.preventDefault();
      onClose();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [onClose]);
  useEffect(
    () => () => {
      // Back to what opened it, where the focus has gone with the dialog.
      if (document.activeElement !== document.body) return;
      if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
    },
    [],
  );
  return (
    <dialog
      ref={dialog}
      className={css.dialog}
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={css.top}>
        <div>
          <h2 id={title}>{passage.documentName}</h2>
          <p className={css.place}>{placeOf(source)}</p>
        </div>
        <IconButton label={ui.close} onClick={onClose}>
          <X size={20} />
        </IconButton>
      </div>
      <div className={css.body}>
        <SourceText key={passage.id} source={source} />
        {passage.current && <Link href={addressOfPlace(passage.documentId, passage)}>{messages.wholeDocument}</Link>}
      </div>
    </dialog>
  );
}

/** Beside the page, or before all else; with the focus where it was, if that was within. */
function open(dialog: HTMLDialogElement): void {
  const focused = document.activeElement;
  dialog.close();
  if (WIDE.matches) dialog.show();
  else dialog.showModal();
  if (focused instanceof HTMLElement && dialog.contains(focused)) focused.focus({ preventScroll: true });
}

/** The innermost heading, and the page. */
function placeOf({ passage: { headings, page } }: Source): string {
  return [headings.at(-1), page === null ? undefined : messages.page(page)].filter(Boolean).join(' · ');
}
