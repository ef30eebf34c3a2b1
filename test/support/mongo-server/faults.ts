import type { Doc } from './values.ts';

/** A command that came in, hello aside. */
export interface SeenCommand {
  readonly name: string;
  readonly db: string;
  /** The session's id in hex. */
  readonly lsid: string | undefined;
  readonly command: Doc;
}

/** Which commands a fault strikes: those of a name, or those that the function picks. */
export type CommandMatch = string | ((command: SeenCommand) => boolean);

/** What happens to a command instead of its answer. */
export type Fault =
  | { readonly type: 'error'; readonly code: number; readonly message: string; readonly labels: readonly string[] }
  /** The connection breaks; `after` the command was carried out, or before. */
  | { readonly type: 'cut'; readonly after: boolean }
  | { readonly type: 'hang'; readonly released: Promise<void> };

/** A command that is held back. */
export interface Hang {
  /** Resolves with the command when it has come in. */
  readonly arrived: Promise<SeenCommand>;
  /** Lets it be carried out. */
  release(): void;
}

/** The faults that wait for their command. */
export interface Faults {
  add(match: CommandMatch, fault: Fault, times: number): void;
  hang(match: CommandMatch): Hang;
  /** The fault for a command, which is used up by it. */
  take(seen: SeenCommand): Fault | undefined;
}

interface Waiting {
  readonly match: CommandMatch;
  readonly fault: Fault;
  readonly onTaken: (seen: SeenCommand) => void;
  times: number;
}

/** No faults yet. Of several that fit a command the oldest strikes. */
export function createFaults(): Faults {
  let waiting: Waiting[] = [];
  return {
    add(match, fault, times) {
      waiting.push({ match, fault, times, onTaken: () => {} });
    },
    hang(match) {
      const arrival = deferred<SeenCommand>();
      const release = deferred<void>();
      const fault = { type: 'hang', released: release.promise } as const;
      waiting.push({ match, fault, times: 1, onTaken: arrival.resolve });
      return { arrived: arrival.promise, release: () => release.resolve() };
    },
    take(seen) {
      const found = waiting.find(({ match }) => (typeof match === 'string' ? match === seen.name : match(seen)));
      if (!found) return undefined;
      found.times -= 1;
      if (found.times <= 0) waiting = waiting.filter((other) => other !== found);
      found.onTaken(seen);
      return found.fault;
    },
  };
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
