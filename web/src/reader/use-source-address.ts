import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

const PARAMETER = 'source';

/** The source that is open, as the address names it, so that Back closes it. */
export interface SourceAddress {
  /** Null for none. */
  readonly name: string | null;
  open(name: string): void;
  close(): void;
}

/** Reads and writes it. What else the address says stays. */
export function useSourceAddress(): SourceAddress {
  const name = new URLSearchParams(useSearch()).get(PARAMETER);
  const [path, navigate] = useLocation();
  const open = useCallback(
    (next: string) => {
      const named = new URLSearchParams(location.search);
      // From one source to the next is no step that Back would take.
      const isOpen = named.has(PARAMETER);
      named.set(PARAMETER, next);
      navigate(`${path}?${named}`, { replace: isOpen, state: isOpen ? history.state : { openedHere: true } });
    },
    [navigate, path],
  );
  const close = useCallback(() => {
    const state = history.state as { openedHere?: boolean } | null;
    if (state?.openedHere) return history.back();
    const named = new URLSearchParams(location.search);
    named.delete(PARAMETER);
    navigate(named.size > 0 ? `${path}?${named}` : path, { replace: true });
  }, [navigate, path]);
  return { name, open, close };
}
