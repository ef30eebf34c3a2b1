import { type ReactNode, useId } from 'react';
import { Button } from './button.tsx';
import css from './dialog.module.css';
import { Failed } from './failed.tsx';
import { messages } from './messages.ts';
import { useDialog } from './use-dialog.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useSubmit } from './use-submit.ts';

interface ConfirmProps {
  /** Names the thing. */
  readonly title: string;
  /** The verb on the button. */
  readonly verb: string;
  readonly isDangerous?: boolean;
  /** The consequence, or the fields of what is to be done. */
  readonly children: ReactNode;
  /** Does it. What it throws is shown, and the dialog stays; false means that it stays too. */
  onConfirm(form: FormData): Promise<unknown>;
  /** It was closed, done or not. */
  onClose(): void;
}

/** Asks before something is done. Mounted, it is open; the focus is on Cancel, or in the first field. */
export function Confirm({ title, verb, isDangerous = false, children, onConfirm, onClose }: ConfirmProps) {
  const dialog = useDialog();
  // What opened it may be gone by its end.
  useKeptFocus(dialog);
  const id = useId();
  const { failure, isBusy, onSubmit } = useSubmit(async (form) => {
    if ((await onConfirm(form)) !== false) dialog.current?.close();
  });
  return (
    <dialog ref={dialog} className={css.dialog} aria-labelledby={id} onClose={onClose}>
      <form onSubmit={onSubmit}>
        <h2 id={id}>{title}</h2>
        <div className={css.body}>{children}</div>
        {failure && <Failed failure={failure} />}
        <div className={css.actions}>
          <Button onClick={() => dialog.current?.close()}>{messages.cancel}</Button>
          <Button submit look={isDangerous ? 'danger' : 'primary'} disabled={isBusy}>
            {verb}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
