import { messages } from './messages.ts';

/** How something ended, in a word. */
export interface Outcome {
  readonly name: string;
  /** Whether it deserves a look. */
  readonly isBad: boolean;
}

const ENDS: Readonly<Record<string, Outcome>> = {
  STARTED: { name: messages.outcomes.started, isBad: false },
  ABANDONED: { name: messages.outcomes.abandoned, isBad: false },
  FORBIDDEN: { name: messages.outcomes.refused, isBad: true },
  UNAUTHENTICATED: { name: messages.outcomes.refused, isBad: true },
};

/** Null for what went as it should. */
export function outcomeOf(outcome: string): Outcome | null {
  if (outcome === 'OK' || outcome === 'FINISHED') return null;
  return ENDS[outcome] ?? { name: messages.outcomes.failed, isBad: true };
}
