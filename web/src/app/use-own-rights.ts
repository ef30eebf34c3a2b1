import { useEffect, useRef } from 'react';
import type { UseQueryExecute } from 'urql';
import { useApi } from '../ui/use-api.ts';
import type { Viewer } from '../ui/use-viewer.ts';

/**
 * Follows what the caller may do: the server closes sockets when that changes. What is on the page by then is read
 * again, and not before: what they may not see any more has gone with its page, and asking for it would stand in the
 * audit log as an attempt.
 */
export function useOwnRights(viewer: Viewer | undefined, read: UseQueryExecute): void {
  const { onClosed, readAgain } = useApi();
  const known = useRef<string>(undefined);
  const rights = viewer && JSON.stringify([viewer.role, viewer.piiAccess, viewer.collections]);
  useEffect(() => onClosed(() => read({ requestPolicy: 'network-only' })), [onClosed, read]);
  useEffect(() => {
    // A cache asks for nothing again because of what a query says, so as not to go in circles.
    if (known.current !== undefined && known.current !== rights) readAgain();
    known.current = rights;
  }, [rights, readAgain]);
}
