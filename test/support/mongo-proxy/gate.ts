import { setTimeout as delay } from 'node:timers/promises';

/** What gets through: everything, only what asks whether the server is alive, or nothing. */
export type GateState = 'open' | 'signs of life' | 'shut';

/** Where messages wait. */
export interface Gate {
  state: GateState;
  /** How long each message takes longer, in ms. */
  delayMs: number;
  /** Resolves when a message may pass. */
  pass(message: { isSignOfLife: boolean }): Promise<void>;
}

/** An open gate. */
export function createGate(): Gate {
  let state: GateState = 'open';
  const waiting: (() => void)[] = [];
  return {
    delayMs: 0,
    get state() {
      return state;
    },
    set state(next) {
      state = next;
      for (const wake of waiting.splice(0)) wake();
    },
    async pass({ isSignOfLife }) {
      if (this.delayMs > 0) await delay(this.delayMs);
      while (state === 'shut' || (state === 'signs of life' && !isSignOfLife)) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
  };
}
