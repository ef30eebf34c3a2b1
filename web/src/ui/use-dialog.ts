import { useEffect, useRef } from 'react';

/** For a `<dialog>` that is open, before all else, as long as it is mounted. */
export function useDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);
  return dialog;
}
