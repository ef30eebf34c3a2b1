import { type ReactNode, useId } from 'react';
import { Button } from './button.tsx';
import css from './dialog.module.css';
import { messages } from './messages.ts';
import { useDialog } from './use-dialog.ts';

interface NoticeProps {
  readonly title: string;
  readonly children: ReactNode;
  onClose(): void;
}

/** Shows something before all else, such as a secret that is shown once, until somebody closes it. */
export function Notice({ title, children, onClose }: NoticeProps) {
  const dialog = useDialog();
  const id = useId();
  return (
    <dialog ref={dialog} className={css.dialog} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      <div className={css.body}>{children}</div>
      <div className={css.actions}>
        <Button look="primary" onClick={() => dialog.current?.close()}>
          {messages.close}
        </Button>
      </div>
    </dialog>
  );
}
