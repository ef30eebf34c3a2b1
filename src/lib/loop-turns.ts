/** Work that waits for a turn of the event loop. */
interface Waiting {
  readonly size: number;
  begin(): void;
}

/**
 * Loops of events between two turns: Node accepts one connection a loop, so that work on new connections would else be
 * done in the order of their coming. A loop without events takes microseconds.
 */
const LOOPS_BETWEEN = 10;

/** Who asks for so little waits for nobody's coming: in a loop that is busy, ten loops are long. */
const LITTLE = 1_000;

/** Every fourth turn goes to who has waited longest, so that large work comes on while small work keeps coming. */
const OLDEST_EVERY = 4;

/**
 * Gives each piece of work that blocks the event loop a turn of its own, the smallest first. What has come in at the same
 * time would else be done in one go, and whoever asks for little would wait for all of it.
 * @returns a function that resolves when work of this size may begin, in whatever unit all sizes have
 */
export function createLoopTurns(): (size: number) => Promise<void> {
  const waiting: Waiting[] = [];
  let turns = 0;

  const next = (loops: number) => {
    if (loops > 0 && waiting.every(({ size }) => size > LITTLE)) {
      setImmediate(next, loops - 1);
      return;
    }
    turns += 1;
    const at = turns % OLDEST_EVERY === 0 ? 0 : indexOfSmallest(waiting);
    waiting.splice(at, 1)[0]?.begin();
    if (waiting.length > 0) setImmediate(next, LOOPS_BETWEEN);
  };

  return (size) =>
    new Promise((begin) => {
      waiting.push({ size, begin });
      if (waiting.length === 1) setImmediate(next, LOOPS_BETWEEN);
    });
}

function indexOfSmallest(waiting: readonly Waiting[]): number {
  let smallest = 0;
  for (const [at, { size }] of waiting.entries()) if (size < (waiting[smallest]?.size ?? 0)) smallest = at;
  return smallest;
}
