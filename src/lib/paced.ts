import { createTurnTime } from './turn-time.ts';

/** Who has to wait, and in which order those are handed on. */
export interface PaceOptions {
  /**
   * The last to come goes first, and every fourth time the first: who comes into a crowd does not wait for all of it, and
   * the crowd moves on.
   */
  readonly newestFirst?: boolean;
  /** Each waits for the next turn at least: what it costs is spent by what follows it, which can't be seen when it comes. */
  readonly isLater?: boolean;
}

/** How often the first to come goes before the newest. */
const OLDEST_EVERY = 4;

/**
 * Hands messages on, in the order of their coming. Those that come in together would be worked on in one turn of the event
 * loop, with all that waits for them: once a turn has taken its time, the others wait for the next, each of which takes one
 * of them at least.
 */
export function createPacedHandler<Message>(
  handle: (message: Message) => void,
  { newestFirst = false, isLater = false }: PaceOptions = {},
): (message: Message) => void {
  // Of its own: a request that meets none but worker replies should not wait for these.
  const turnEnd = createTurnTime();
  const waiting: Message[] = [];
  let taken = 0;

  const take = (): Message => {
    taken += 1;
    const isNewest = newestFirst && taken % OLDEST_EVERY !== 0;
    // It is called where somebody waits.
    return (isNewest ? waiting.pop() : waiting.shift()) as Message;
  };
  const handOn = () => {
    const end = turnEnd();
    const message = take();
    // Behind all that has waited for this message, so that the time which that takes has passed.
    const goOn = () => (performance.now() < end ? handOn() : setImmediate(handOn));
    if (waiting.length > 0) queueMicrotask(() => process.nextTick(goOn));
    handle(message);
  };

  return (message) => {
    if (!isLater && waiting.length === 0 && performance.now() < turnEnd()) return handle(message);
    if (waiting.push(message) === 1) setImmediate(handOn);
  };
}

/** Makes what resolves in the order of asking, within what each turn of the event loop has left. */
export function createPacedTurns(): () => Promise<void> {
  const begin = createPacedHandler<() => void>((resolve) => resolve(), { isLater: true });
  return () => new Promise(begin);
}
