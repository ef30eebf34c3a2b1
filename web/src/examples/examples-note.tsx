import { type ReactNode, useEffect, useRef, useState } from 'react';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Failed } from '../ui/failed.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { EXAMPLE_FILES } from './example-files.ts';
import type { ExampleState } from './example-work.ts';
import css from './examples.module.css';
import { messages } from './messages.ts';
import { useExamples } from './use-examples.ts';

/** Says that examples are being filled in, and then that they are examples, with the way to be rid of them. */
export function ExamplesNote({ children }: { readonly children?: ReactNode }) {
  const { work, state, documents, removable } = useExamples();
  const { isAsking, ask, close, confirm } = useRemoval(() => work.remove(removable), removable.length === 0);
  const place = useFocusOnAdding(state);
  if (state.type === 'idle' && documents.length === 0 && !isAsking) return null;
  return (
    <section ref={place} tabIndex={-1} className={css.note} aria-label={messages.title}>
      {state.type === 'adding' && <Adding done={state.done} />}
      {state.type === 'failed' && <Failed failure={state.failure} onRetry={() => void work.add()} />}
      {state.type === 'idle' && <p>{messages.are(documents.length)}</p>}
      {state.type !== 'adding' && (
        <div className={css.actions}>
          {state.type === 'idle' && children}
          {removable.length > 0 && (
            <Button look="quiet" onClick={ask}>
              {messages.remove}
            </Button>
          )}
        </div>
      )}
      {isAsking && (
        <Confirm
          title={messages.removeTitle}
          verb={messages.removeVerb}
          isDangerous
          onConfirm={confirm}
          onClose={close}
        >
          <p>{messages.removeConsequence}</p>
          <ul className={css.names}>
            {removable.map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
          </ul>
        </Confirm>
      )}
    </section>
  );
}

function Adding({ done }: { readonly done: number }) {
  const all = Object.keys(EXAMPLE_FILES).length;
  return (
    <div className={css.adding}>
      <p>{messages.adding(done, all)}</p>
      <ProgressBar done={done / all} label={messages.adding(done, all)} />
    </div>
  );
}

/** Asks, and removes. The button that asked goes with them, so the page's heading gets the focus in the end. */
function useRemoval(remove: () => Promise<void>, isNothingLeft: boolean) {
  const [step, setStep] = useState<'none' | 'asking' | 'removed'>('none');
  const [isDone, setIsDone] = useState(false);
  useEffect(() => {
    if (step !== 'removed' || !isNothingLeft) return;
    setStep('none');
    announce(messages.removed);
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [step, isNothingLeft]);
  return {
    isAsking: step === 'asking',
    ask: () => setStep('asking'),
    confirm: async () => {
      await remove();
      setIsDone(true);
    },
    close: () => {
      setStep(isDone ? 'removed' : 'none');
      setIsDone(false);
    },
  };
}

/** The button that was pressed goes away, so the focus comes here; who listens is told the end. */
function useFocusOnAdding({ type }: ExampleState) {
  const place = useRef<HTMLElement>(null);
  const before = useRef(type);
  useEffect(() => {
    if (type === 'adding' && before.current !== type) place.current?.focus({ preventScroll: true });
    if (type === 'idle' && before.current === 'adding') announce(messages.added);
    before.current = type;
  }, [type]);
  return place;
}
