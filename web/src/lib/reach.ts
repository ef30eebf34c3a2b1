import type { Client } from 'graphql-ws';
import { createStore, type Store } from './store.ts';

/** Whether sockets get through to the server: a proxy may let none. */
export interface Reach {
  /** True from the second failure in a row on, until one is open. */
  readonly isBlocked: Store<boolean>;
  /** Looks at how a client's sockets fare. */
  watch(client: Client): Watched;
}

interface Watched {
  /** Whether the last socket has been open: else nothing was sent over it. */
  wasOpen(): boolean;
}

const FAILURES = 2;
/** A proxy may say nothing at all. */
const OPENING_MS = 10_000;
/** Whether the server has closed a socket, and not the browser or the timer. */
export const isOfServer = (code: number) => code !== 1006 && code !== 4499;

/** Takes it that sockets get through, until two in a row have not. */
export function createReach(): Reach {
  const isBlocked = createStore(false);
  let failures = 0;
  return {
    isBlocked,
    watch: (client) => {
      let isOpen = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      client.on('connecting', () => {
        isOpen = false;
        clearTimeout(timer);
        timer = setTimeout(() => client.terminate(), OPENING_MS);
      });
      client.on('connected', () => {
        isOpen = true;
        clearTimeout(timer);
        failures = 0;
        isBlocked.set(false);
      });
      client.on('closed', (event) => {
        clearTimeout(timer);
        if (isOpen || isOfServer((event as CloseEvent).code)) return;
        failures++;
        if (failures >= FAILURES) isBlocked.set(true);
      });
      return { wasOpen: () => isOpen };
    },
  };
}
