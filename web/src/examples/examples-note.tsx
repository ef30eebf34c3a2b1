import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Failed } from '../ui/failed.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { useKeptFocus } from '../ui/use-kept-focus.ts';
import { EXAMPLE_FILES } from './example-files.ts';
import type { ExampleState } from './example-work.ts';
import css from './examples.module.css';
import { messages } from './messages.ts';
import { type Examples, useExamples } from './use-examples.ts';

interface ExamplesNoteProps {
  /** What may be done with them. */
  readonly children?: ReactNode;
}

/** Says that examples are being filled in, and then that they are examples, with the way to be rid of them. */
export function ExamplesNote({ children }: ExamplesNoteProps) {
  const examples = useExamples();
  if (examples.state.type === 'idle' && examples.documents.length === 0) return null;
  return <Note examples={examples}>{children}</Note>;
}

function Note({
  examples: { work, state, documents, removable },
  children,
}: ExamplesNoteProps & { examples: Examples }) {
  const [isAsking, setIsAsking] = useState(false);
  const place = useRef<HTMLElement>(null);
  useKeptFocus(place);
  useFocusOnAdding(place, state);
  return (
    <section ref={place} tabIndex={-1} className={css.note} aria-label={messages.title}>
      {state.type === 'adding' && <Adding done={state.done} />}
      {state.type === 'failed' && <Failed failure={state.failure} onRetry={() => void work.add()} />}
      {state.type === 'idle' && <p>{messages.are(documents.length)}</p>}
      {state.type !== 'adding' && (
        <div className={css.actions}>
          {state.type === 'idle' && children}
          {removable.length > 0 && (
            <Button look="quiet" onClick={() => setIsAsking(true)}>
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
          onConfirm={async () => {
            await work.remove(removable);
            announce(messages.removed);
          }}
          onClose={() => setIsAsking(false)}
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

/** The button that was pressed goes away, so the focus comes here; who listens is told the end. */
function useFocusOnAdding(place: RefObject<HTMLElement | null>, { type }: ExampleState): void {
  const before = useRef<ExampleState['type']>('idle');
  useEffect(() => {
    if (type === 'adding' && before.current !== type) place.current?.focus({ preventScroll: true });
    if (type === 'idle' && before.current === 'adding') announce(messages.added);
    before.current = type;
  }, [type, place]);
}
