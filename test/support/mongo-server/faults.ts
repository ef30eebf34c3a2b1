import { sessionId } from './sessions.ts';
import type { Doc } from './values.ts';

/** A command that came in, hello aside. */
export interface SeenCommand {
  readonly name: string;
  readonly db: string;
  /** The session's id in hex. */
  readonly lsid: string | undefined;
  readonly command: Doc;
}

/** A command as tests see it. */
export function seenCommand(command: Doc): SeenCommand {
  const [name = ''] = Object.keys(command);
  return { name, db: String(command['$db']), lsid: sessionId(command), command };
}

/** Whether it is how a driver greets a server, and asks how it is. */
export function isHello({ name }: SeenCommand): boolean {
  return /^(hello|ismaster)$/i.test(name);
}

/** Which commands a fault strikes: those of a name, or those that the function picks. */
export type CommandMatch = string | ((command: SeenCommand) => boolean);

/** What happens to a command instead of its answer. */
export type Fault =
  | { readonly type: 'error'; readonly code: number; readonly message: string; readonly labels: readonly string[] }
  /** It is carried out, and answered with a doubt whether that lasts. */
  | { readonly type: 'unconfirmed'; readonly code: number; readonly message: string }
  /** The connection breaks; `after` the command was carried out, or before. */
  | { readonly type: 'cut'; readonly after: boolean }
  /** It is carried out, and its answer never arrives. */
  | { readonly type: 'silence'; readonly onLost: (seen: SeenCommand) => void }
  | { readonly type: 'hang'; readonly released: Promise<void> };

/** A command that is held back. */
export interface Hang {
  /** Resolves with the command when it has come in. */
  readonly arrived: Promise<SeenCommand>;
  /** Lets it be carried out. */
  release(): void;
}

/** An answer that never arrives. */
export interface Silence {
  /** Resolves with the command when it has been carried out. */
  readonly lost: Promise<SeenCommand>;
}

/** What a test may have happen to commands. A fault is used up by the commands that it strikes; the oldest goes first. */
export interface CommandFaults {
  /** The next command (or the next `times`) that fits is answered with an error, and not carried out. */
  failNext(
    match: CommandMatch,
    error: { code: number; message?: string; labels?: readonly string[]; times?: number },
  ): void;
  /** The next command (or the next `times`) that fits breaks its connection, `before` it is carried out or `after`. */
  cutNext(match: CommandMatch, when: 'before' | 'after', options?: { times?: number }): void;
  /** The next command that fits is carried out, and answered with a write concern error: it may not last. */
  unconfirmedNext(match: CommandMatch, error: { code: number; message?: string }): void;
  /** The next command that fits is carried out, and its answer never arrives. */
  silenceNext(match: CommandMatch): Silence;
  /** The next command that fits is held back until it is released, its connection is gone, or its `maxTimeMS` is over. */
  hangNext(match: CommandMatch): Hang;
  /** Nothing happens to any command any more; what is held back stays so. */
  forgetFaults(): void;
}

/** The faults that wait for their command. */
export interface Faults extends CommandFaults {
  /** The fault for a command, which is used up by it. */
  take(seen: SeenCommand): Fault | undefined;
}

interface Waiting {
  readonly match: CommandMatch;
  readonly fault: Fault;
  readonly onTaken: (seen: SeenCommand) => void;
  times: number;
}

/** No faults yet. */
export function createFaults(): Faults {
  let waiting: Waiting[] = [];
  const add = (match: CommandMatch, fault: Fault, { times = 1, onTaken = () => {} }: Partial<Waiting> = {}): void => {
    waiting.push({ match, fault, times, onTaken });
  };
  return {
    failNext(match, { code, message = `The test made it fail with code ${code}.`, labels = [], times = 1 }) {
      add(match, { type: 'error', code, message, labels }, { times });
    },
    cutNext: (match, when, { times = 1 } = {}) => add(match, { type: 'cut', after: when === 'after' }, { times }),
    unconfirmedNext(match, { code, message = 'waiting for replication timed out' }) {
      add(match, { type: 'unconfirmed', code, message });
    },
    silenceNext(match) {
      const loss = deferred<SeenCommand>();
      add(match, { type: 'silence', onLost: loss.resolve });
      return { lost: loss.promise };
    },
    hangNext(match) {
      const arrival = deferred<SeenCommand>();
      const release = deferred<void>();
      add(match, { type: 'hang', released: release.promise }, { onTaken: arrival.resolve });
      return { arrived: arrival.promise, release: () => release.resolve() };
    },
    forgetFaults() {
      waiting = [];
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
