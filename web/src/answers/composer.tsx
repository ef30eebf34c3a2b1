import ArrowUp from 'lucide-react/icons/arrow-up';
import Square from 'lucide-react/icons/square';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import css from './composer.module.css';
import { messages } from './messages.ts';

interface ComposerProps {
  readonly value: string;
  readonly isAnswering: boolean;
  readonly field: Ref<HTMLTextAreaElement>;
  /** The model's limit. */
  readonly maxLength?: number | undefined;
  onChange(value: string): void;
  onAsk(): void;
  onStop(): void;
  /** What the next question is asked of. */
  readonly children: ReactNode;
}

/** Where a question is written. One button asks and stops, so that no focus is lost between the two. */
export function Composer({ value, isAnswering, field, maxLength, onChange, onAsk, onStop, children }: ComposerProps) {
  const act = () => (isAnswering ? onStop() : value.trim() !== '' && onAsk());
  return (
    <div className={css.place}>
      <form
        className={css.composer}
        onSubmit={(event) => {
          event.preventDefault();
          act();
        }}
      >
        <textarea
          ref={field}
          className={css.field}
          aria-label={messages.question}
          placeholder={messages.placeholder}
          rows={1}
          maxLength={maxLength}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          onKeyDown={(event) => {
            if (!isSend(event)) return;
            event.preventDefault();
            if (!isAnswering) act();
          }}
        />
        <button type="submit" className={css.send} aria-label={isAnswering ? messages.stop : messages.ask}>
          {isAnswering ? <Square size={16} fill="currentColor" /> : <ArrowUp size={20} />}
        </button>
      </form>
      <div className={css.below}>
        {children}
        <p className={css.hint}>{messages.hint}</p>
      </div>
    </div>
  );
}

/** Enter sends, but not what only ends a word of an input method, and not on a keyboard that has no other new line. */
function isSend({ key, shiftKey, nativeEvent, keyCode }: KeyboardEvent): boolean {
  const isComposing = nativeEvent.isComposing || keyCode === 229;
  return key === 'Enter' && !shiftKey && !isComposing && !matchMedia('(pointer: coarse)').matches;
}
