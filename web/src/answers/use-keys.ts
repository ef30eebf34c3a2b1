import { type RefObject, useEffect } from 'react';

interface Keys {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly isAnswering: boolean;
  onStop(): void;
}

/** `/` goes to the field, Escape stops the answer, unless something on the page is to be closed by it. */
export function useKeys({ field, isAnswering, onStop }: Keys): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (event.key === '/' && !isTyping(event.target)) {
        event.preventDefault();
        field.current?.focus();
      }
      const isOpen = document.querySelector('dialog[open], :popover-open') !== null;
      if (event.key === 'Escape' && isAnswering && !isOpen) onStop();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [field, isAnswering, onStop]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}
