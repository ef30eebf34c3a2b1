import { useEffect } from 'react';
import type { UseQueryExecute } from 'urql';
import { useApi } from './use-api.ts';

/**
 * Reads a query again when others may have changed what it says: the server closes sockets when rights change, and who
 * comes back to the tab sees things as they are.
 */
export function useReread(read: UseQueryExecute): void {
  const { onClosed } = useApi();
  useEffect(() => {
    const again = () => read({ requestPolicy: 'network-only' });
    addEventListener('focus', again);
    const stop = onClosed(again);
    return () => {
      removeEventListener('focus', again);
      stop();
    };
  }, [onClosed, read]);
}
