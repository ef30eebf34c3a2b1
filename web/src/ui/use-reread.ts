import { useEffect } from 'react';
import type { UseQueryExecute } from 'urql';

/** Reads a query again, which others may have changed, for who comes back to the tab. */
export function useReread(read: UseQueryExecute): void {
  useEffect(() => {
    const again = () => read({ requestPolicy: 'network-only' });
    addEventListener('focus', again);
    return () => removeEventListener('focus', again);
  }, [read]);
}
