import { type RefObject, useEffect } from 'react';
import { useSlash } from '../ui/use-slash.ts';

interface Keys {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly isAnswering: boolean;
  onStop(): void;
}

/** `/` goes to the field, Escape stops the answer, unless something on the page is to be closed by it. */
export function useKeys({ field, isAnswering, onStop }: Keys): void {
  useSlash(field);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isOpen = document.querySelector('dialog[open], :popover-open') !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && isAnswering && !isOpen) onStop();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [isAnswering, onStop]);
}
