import { useCallback } from 'react';
import { useSourceAddress } from '../reader/use-source-address.ts';

/** The source that is open beside an answer. */
export interface OpenSource {
  readonly marker: number | null;
  open(marker: number): void;
}

/** The answer and the marker in the address; null for none. */
export function useSourceInAddress(): { answerId: string; marker: number } | null {
  const [answerId = '', marker] = (useSourceAddress().name ?? '').split(':');
  return answerId && marker ? { answerId, marker: Number(marker) } : null;
}

/** That of one answer. */
export function useOpenSource(answerId: string): OpenSource {
  const shown = useSourceInAddress();
  const { open } = useSourceAddress();
  return {
    marker: shown?.answerId === answerId ? shown.marker : null,
    open: useCallback((marker: number) => open(`${answerId}:${marker}`), [answerId, open]),
  };
}
