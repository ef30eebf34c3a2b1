import { type ReactNode, useState } from 'react';
import { announce } from './announcer.tsx';
import { Button } from './button.tsx';
import { Failed } from './failed.tsx';
import { messages } from './messages.ts';
import css from './save-form.module.css';
import { useSubmit } from './use-submit.ts';

interface SaveFormProps {
  readonly isWide?: boolean;
  readonly children: ReactNode;
  /** Saves. What it throws is shown, and the fields stay as they are. */
  onSave(form: FormData): Promise<unknown>;
}

/** Fields of a page and the button that saves them, which says that it did until something is changed. */
export function SaveForm({ isWide = false, children, onSave }: SaveFormProps) {
  const [isSaved, setIsSaved] = useState(false);
  const { failure, isBusy, onSubmit } = useSubmit(async (form) => {
    setIsSaved(false);
    await onSave(form);
    setIsSaved(true);
    announce(messages.saved);
  });
  return (
    <form className={css.form} data-wide={isWide} onSubmit={onSubmit} onChange={() => setIsSaved(false)}>
      {children}
      {failure && <Failed failure={failure} />}
      <div className={css.end}>
        <Button submit look="primary" disabled={isBusy}>
          {messages.save}
        </Button>
        {isSaved && <span>{messages.saved}</span>}
      </div>
    </form>
  );
}
