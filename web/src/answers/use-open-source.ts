import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

/** The source that is open beside an answer. */
export interface OpenSource {
  readonly marker: number | null;
  open(marker: number): void;
}

const PARAMETER = 'source';

/** The answer and the marker in the address, so that Back closes the source; null for none. */
export function useSourceInAddress(): { answerId: string; marker: number } | null {
  const [answerId = '', marker] = (new URLSearchParams(useSearch()).get(PARAMETER) ?? '').split(':');
  return answerId && marker ? { answerId, marker: Number(marker) } : null;
}

/** That of one answer. */
export function useOpenSource(answerId: string): OpenSource {
  const shown = useSourceInAddress();
  const [path, navigate] = useLocation();
  const open = useCallback(
    (marker: number) => {
      const address = `${path}?${PARAMETER}=${answerId}:${marker}`;
      // From one source to the next is no step that Back would take.
      const isOpen = new URLSearchParams(window.location.search).has(PARAMETER);
      navigate(address, { replace: isOpen, state: { openedHere: true } });
    },
    [answerId, navigate, path],
  );
  return { marker: shown?.answerId === answerId ? shown.marker : null, open };
}

/** Closes it: a step back where it was opened here, else the address without it. */
export function useCloseSource(): () => void {
  const [path, navigate] = useLocation();
  return useCallback(() => {
    const state = window.history.state as { openedHere?: boolean } | null;
    if (state?.openedHere) window.history.back();
    else navigate(path, { replace: true });
  }, [navigate, path]);
}
