import { type DocumentPartsFragment, RetryIngestionDocument } from '../gql/graphql.ts';
import { mayChange } from '../lib/rights.ts';
import { Button } from '../ui/button.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { isRetryable } from './document-actions.tsx';
import { messages } from './messages.ts';
import css from './unreadable.module.css';
import { useReplacement } from './uploads/use-replacement.tsx';
import { useAtOnce } from './use-at-once.tsx';
import { useMutate } from './use-mutate.ts';

/** In the place of the text, until there is one: why there is none, and what helps. */
export function Unreadable({ document }: { readonly document: DocumentPartsFragment }) {
  const mutate = useMutate();
  const { atOnce, dialog } = useAtOnce();
  const replacement = useReplacement(document);
  const isChangeable = mayChange(document, useViewer());
  const { id, status, error } = document;
  return (
    <>
      {isRetryable(document) ? (
        <section className={css.note} aria-label={messages.statuses[status]}>
          <p>{error ?? messages.wasCancelled}</p>
          {isChangeable && (
            <div className={css.actions}>
              <Button onClick={atOnce(() => mutate(RetryIngestionDocument, { input: { id } }))}>
                {messages.retry}
              </Button>
              <Button onClick={replacement.choose}>{messages.replace}</Button>
            </div>
          )}
        </section>
      ) : (
        <p className={css.note}>{messages.notReady}</p>
      )}
      {/* It stays while a file is chosen, whatever becomes of the document meanwhile. */}
      {replacement.input}
      {dialog}
    </>
  );
}
