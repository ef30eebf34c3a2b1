import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { DocumentPartsFragment } from '../../gql/graphql.ts';
import { type Failure, toFailure } from '../../lib/errors.ts';
import { inParallel } from '../../lib/in-parallel.ts';
import { announce } from '../../ui/announcer.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { messages } from '../messages.ts';
import css from './many-dialog.module.css';
import type { Selection } from './selection.ts';

interface ManyDialogProps {
  readonly documents: readonly DocumentPartsFragment[];
  readonly selection: Selection;
  readonly title: (count: number) => string;
  readonly verb: string;
  readonly isDangerous?: boolean;
  /** What is said when all is done. */
  readonly done: (count: number) => string;
  readonly children: ReactNode;
  work(document: DocumentPartsFragment): Promise<void>;
  onClose(): void;
}

const AT_ONCE = 2;

interface Failed {
  readonly document: DocumentPartsFragment;
  readonly failure: Failure;
}

/** Does the same with many documents. Those that it fails for are named, and can be tried again. Closing it stops it. */
export function ManyDialog({ documents, selection, title, done, children, work, ...confirm }: ManyDialogProps) {
  const [rest, setRest] = useState(documents);
  /** How many it has been tried for; null while nothing is going on. */
  const [tried, setTried] = useState<number | null>(null);
  const [failed, setFailed] = useState<readonly Failed[]>([]);
  const stop = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    stop.current = controller;
    return () => controller.abort();
  }, []);
  const run = async () => {
    const failures: Failed[] = [];
    const attempt = async (document: DocumentPartsFragment) => {
      try {
        await work(document);
        selection.set(document.id, false);
      } catch (error) {
        failures.push({ document, failure: toFailure(error) });
      }
      setTried((before) => (before ?? 0) + 1);
    };
    setFailed([]);
    setTried(0);
    await inParallel(rest, AT_ONCE, attempt, stop.current);
    setTried(null);
    setFailed(failures);
    setRest(failures.map(({ document }) => document));
    if (failures.length === 0) announce(done(documents.length));
    return failures.length === 0;
  };
  return (
    <Confirm title={title(rest.length)} onConfirm={run} {...confirm}>
      {tried === null ? (
        children
      ) : (
        <div className={css.progress}>
          {messages.progress(tried, rest.length)}
          <ProgressBar done={tried / rest.length} label={title(rest.length)} />
        </div>
      )}
      {failed.length > 0 && (
        <div role="alert" className={css.failed}>
          <p>{messages.notDoneFor(failed.length)}</p>
          <ul>
            {failed.map(({ document: { id, name }, failure }) => (
              <li key={id}>
                <strong>{name}</strong>: {failureText(failure)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Confirm>
  );
}
